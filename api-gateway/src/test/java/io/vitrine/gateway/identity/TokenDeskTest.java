package io.vitrine.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.gateway.identity.SignIn.Wanted;
import io.vitrine.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenDeskTest {
  private static final Wanted P1 = new Wanted.OfProject(new Reference.Id("p1"));

  private final Office office = new Office();
  private final Token subject;

  TokenDeskTest() {
    office.realm.project("p1", "first").person("one", "/projects/p1/member");
    subject = office.signIn("one", P1);
  }

  @ParameterizedTest
  @CsvSource({"admin,true,true", "service,true,false", "member,false,false"})
  void ofOtherPeoplesTokensServicesOnlySeeWhatTheyMean(String role, boolean show, boolean revoke) {
    // Given
    office.realm.person("two", "/projects/p1/" + role);
    Token caller = office.signIn("two", P1);
    // Then
    assertThat(isAllowed(() -> office.desk.show(caller, subject.text()).await().indefinitely()))
        .isEqualTo(show);
    assertThat(isAllowed(() -> office.desk.revoke(caller, subject.text()).await().indefinitely()))
        .isEqualTo(revoke);
    assertThat(office.realm.revoked().contains(subject.id())).isEqualTo(revoke);
  }

  @Test
  void anyoneEndsHisOwn() {
    office.desk.revoke(subject, subject.text()).await().indefinitely();

    assertThat(office.realm.revoked()).containsExactly(subject.id());
  }

  private static boolean isAllowed(Runnable call) {
    try {
      call.run();
      return true;
    } catch (ProblemException refused) {
      assertThat(refused.problem()).isInstanceOf(IdentityProblem.NotAllowed.class);
      return false;
    }
  }
}
