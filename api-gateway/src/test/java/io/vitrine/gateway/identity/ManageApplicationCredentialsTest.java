package io.vitrine.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.gateway.identity.ManageApplicationCredentials.Created;
import io.vitrine.gateway.identity.ManageApplicationCredentials.Request;
import io.vitrine.gateway.identity.SignIn.Wanted;
import io.vitrine.identity.Role;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManageApplicationCredentialsTest {
  private static final Wanted P1 = new Wanted.OfProject(new Reference.Id("p1"));

  private final Office office = new Office();
  private final Token member;

  ManageApplicationCredentialsTest() {
    office.realm.project("p1", "first").person("one", "/projects/p1/member");
    member = office.signIn("one", P1);
  }

  @Test
  void aCredentialHasTheTokensProjectAndRoles() {
    // When
    Created created = create(member, request("robot"));

    // Then
    assertThat(created.credential().ownerId()).isEqualTo("id-one");
    assertThat(created.credential().projectId()).isEqualTo("p1");
    assertThat(created.credential().roles()).containsExactlyInAnyOrder(Role.MEMBER, Role.READER);
    assertThat(created.secret()).hasSizeGreaterThan(40);
    assertThat(created.toString()).doesNotContain(created.secret());
    assertThat(signIn(created).userId()).isEqualTo("id-one");
  }

  @Test
  void takesWhatIsAskedForIfTheTokenHasIt() {
    // Given
    Request reader =
        new Request(
            "reader",
            "",
            Optional.of("chosen"),
            Optional.of(Set.of(Role.READER)),
            Optional.of(PlayedRealm.NOW.plusSeconds(60)),
            true);

    // When
    Created created = create(member, reader);

    // Then
    assertThat(created.secret()).isEqualTo("chosen");
    assertThat(signIn(created).roles()).containsExactly(Role.READER);
    assertThat(created.credential().capped(member.expiresAt()))
        .isEqualTo(PlayedRealm.NOW.plusSeconds(60));
  }

  @Test
  void refusesRolesThatTheTokenDoesNotHave() {
    refuses(ProblemKind.BAD_REQUEST, with(Optional.of(Set.of(Role.ADMIN)), Optional.empty()));
    refuses(ProblemKind.BAD_REQUEST, with(Optional.of(Set.of()), Optional.empty()));
  }

  @Test
  void refusesATermThatIsOver() {
    refuses(ProblemKind.BAD_REQUEST, with(Optional.empty(), Optional.of(PlayedRealm.NOW)));
  }

  @Test
  void refusesASecondOneOfTheSameName() {
    create(member, request("robot"));

    refuses(ProblemKind.CONFLICT, request("robot"));
  }

  @Test
  void refusesATokenWithoutAProject() {
    Token unscoped = office.signIn("one", new Wanted.Unscoped());

    assertThatThrownBy(() -> create(unscoped, request("robot")))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void onlyAnUnrestrictedCredentialMakesOrEndsOthers() {
    // Given
    Token restricted = signIn(create(member, request("restricted")));
    Created free =
        create(
            member,
            new Request("free", "", Optional.empty(), Optional.empty(), Optional.empty(), true));

    // Then
    assertThatThrownBy(() -> create(restricted, request("child")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.FORBIDDEN));
    assertThatThrownBy(() -> delete(restricted, free))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.FORBIDDEN));
    Created child = create(signIn(free), request("child"));
    delete(signIn(free), child);
    assertThat(office.realm.find(child.credential().id()).await().indefinitely()).isEmpty();
  }

  private void delete(Token caller, Created created) {
    office.manage.delete(caller, created.credential()).await().indefinitely();
  }

  private Token signIn(Created created) {
    return office.issue(
        new Credentials.ApplicationCredentialById(created.credential().id(), created.secret()),
        new Wanted.Default());
  }

  private Created create(Token caller, Request request) {
    return office.manage.create(caller, request).await().indefinitely();
  }

  private void refuses(ProblemKind kind, Request request) {
    assertThatThrownBy(() -> create(member, request))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().kind()).isEqualTo(kind));
  }

  private static Request request(String name) {
    return new Request(name, "", Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  private static Request with(Optional<Set<Role>> roles, Optional<Instant> end) {
    return new Request("robot", "", Optional.empty(), roles, end, false);
  }
}
