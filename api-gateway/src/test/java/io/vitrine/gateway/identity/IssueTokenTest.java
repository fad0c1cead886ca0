package io.vitrine.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.gateway.identity.SignIn.Wanted;
import io.vitrine.identity.Role;
import io.vitrine.identity.TokenScope;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.RequestProblem;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IssueTokenTest {
  private static final Wanted DEFAULT = new Wanted.Default();

  private final Office office = new Office();

  IssueTokenTest() {
    office
        .realm
        .project("p1", "first")
        .project("p2", "second")
        .closedProject("shut")
        .person("one", "/projects/p1/member")
        .person("two", "/projects/p1/member", "/projects/p2/admin", "/projects/shut/admin")
        .person("root", "/projects/p1/admin", "/system/admin")
        .person("none");
  }

  @Test
  void whoHasOneProjectNeedsNoScopeForIt() {
    // When
    Token token = office.signIn("one", project("p1"));

    // Then
    assertThat(token.scope()).isEqualTo(new TokenScope.Open());
    assertThat(token.projectId()).hasValue("p1");
    assertThat(token.roles()).containsExactlyInAnyOrder(Role.MEMBER, Role.READER);
  }

  @Test
  void whoHasSeveralGetsTheOneThatIsWanted() {
    // When
    Token token = office.signIn("two", new Wanted.OfProject(new Reference.Name("second")));

    // Then
    assertThat(token.scope()).isEqualTo(new TokenScope.ToProject("p2"));
    assertThat(token.roles()).contains(Role.ADMIN);
    assertThat(token.rescoped()).isFalse();
  }

  @Test
  void signsInByIdToo() {
    var credentials = new Credentials.Password(new Reference.Id("id-one"), "one-secret");

    assertThat(office.issue(credentials, project("p1")).userId()).isEqualTo("id-one");
  }

  @Test
  void withoutAWishTheDefaultProjectCounts() {
    assertThat(office.signIn("two", DEFAULT).scope()).isEqualTo(new TokenScope.Unscoped());

    office.realm.defaultProject("p1");
    assertThat(office.signIn("two", DEFAULT).projectId()).hasValue("p1");
    assertThat(office.signIn("none", DEFAULT).scope()).isEqualTo(new TokenScope.Unscoped());
    assertThat(office.signIn("two", new Wanted.Unscoped()).projectId()).isEmpty();
  }

  @Test
  void theSystemIsForThoseWhoHaveARoleThere() {
    assertThat(office.signIn("root", new Wanted.OfSystem()).roles()).contains(Role.ADMIN);
    refuses("two", "two-secret", new Wanted.OfSystem());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("one", "wrong", project("p1")),
        Arguments.of("nobody", "one-secret", project("p1")),
        Arguments.of("one", "one-secret", project("p2")),
        Arguments.of("one", "one-secret", project("nowhere")),
        Arguments.of("two", "two-secret", project("shut")),
        Arguments.of("one", "one-secret", new Wanted.OfProject(new Reference.Name("second"))),
        Arguments.of("one", "one-secret", new Wanted.OfProject(new Reference.Elsewhere())),
        Arguments.of("none", "none-secret", project("p1")),
        Arguments.of("one", "one-secret", new Wanted.OfDomain()));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String user, String password, Wanted wanted) {
    var credentials = new Credentials.Password(new Reference.Name(user), password);

    assertThatThrownBy(() -> office.issue(credentials, wanted))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isEqualTo(new RequestProblem.Unauthenticated()));
  }

  @Test
  void aSignInThatComesToNothingLeavesNothing() {
    refuses("two", "two-secret", project("nowhere"));

    assertThat(office.realm.revoked()).hasSize(1);
  }

  @Test
  void aTokenGetsOneForAnotherScope() {
    // Given
    Token parent = office.signIn("two", new Wanted.Unscoped());

    // When
    Token child = office.issue(new Credentials.ExistingToken(parent.text()), project("p2"));

    // Then
    assertThat(child.projectId()).hasValue("p2");
    assertThat(child.rescoped()).isTrue();
    assertThat(child.sessionId()).isEqualTo(parent.sessionId());
  }

  @Test
  void aTokenOfAnotherClientOrARevokedOneGetsNothing() {
    // Given
    Token token = office.signIn("two", project("p1"));
    Token foreign = office.realm.foreign(token);

    // Then
    refuses(new Credentials.ExistingToken(foreign.text()), project("p1"));
    refuses(new Credentials.ExistingToken("unknown"), project("p1"));

    office.realm.revoke(token).await().indefinitely();
    refuses(new Credentials.ExistingToken(token.text()), project("p1"));
  }

  @Test
  void anApplicationCredentialActsForItsOwnerInItsProject() {
    // Given
    office.realm.credential("ac", "two", "p1", Role.READER);

    // When
    Token token =
        office.issue(new Credentials.ApplicationCredentialById("ac", "ac-secret"), DEFAULT);

    // Then
    assertThat(token.userId()).isEqualTo("id-two");
    assertThat(token.projectId()).hasValue("p1");
    assertThat(token.roles()).containsExactly(Role.READER);
    assertThat(office.issue(named("name-of-ac", "two"), DEFAULT).userId()).isEqualTo("id-two");
  }

  private static Credentials named(String name, String user) {
    return new Credentials.ApplicationCredentialByName(name, new Reference.Name(user), "ac-secret");
  }

  @Test
  void anApplicationCredentialCannotBecomeMore() {
    // Given
    office.realm.credential("ac", "two", "p1", Role.READER);
    Token token =
        office.issue(new Credentials.ApplicationCredentialById("ac", "ac-secret"), DEFAULT);

    // Then
    refuses(new Credentials.ApplicationCredentialById("ac", "ac-secret"), project("p1"));
    refuses(new Credentials.ApplicationCredentialById("ac", "wrong"), DEFAULT);
    refuses(new Credentials.ExistingToken(token.text()), project("p2"));
    refuses(named("name-of-ac", "one"), DEFAULT);
    refuses("application-credential-ac", "ac-secret", DEFAULT);
  }

  @Test
  void anApplicationCredentialFallsWithItsOwner() {
    // Given
    office.realm.credential("ac", "one", "p1", Role.MEMBER);
    var credentials = new Credentials.ApplicationCredentialById("ac", "ac-secret");

    // Then
    office.realm.moveTo("one", "/projects/p1/reader");
    refuses(credentials, DEFAULT);
    office.realm.moveTo("one", "/projects/p1/member");
    office.issue(credentials, DEFAULT);
    office.realm.disable("one");
    refuses(credentials, DEFAULT);
  }

  @Test
  void anApplicationCredentialEnds() {
    // Given
    office.realm.credential("ac", "one", "p1", Role.MEMBER);

    // When
    office.clock.pass(Duration.ofMinutes(10));

    // Then
    refuses(new Credentials.ApplicationCredentialById("ac", "ac-secret"), DEFAULT);
  }

  private void refuses(Credentials credentials, Wanted wanted) {
    assertThatThrownBy(() -> office.issue(credentials, wanted))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isEqualTo(new RequestProblem.Unauthenticated()));
  }

  private static Wanted project(String id) {
    return new Wanted.OfProject(new Reference.Id(id));
  }
}
