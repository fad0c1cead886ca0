package io.vitrine.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.gateway.identity.SignIn.Wanted;
import io.vitrine.identity.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Wanted P1 = new Wanted.OfProject(new Reference.Id("p1"));

  /** Rechecks every token at every use. */
  private final Office office = new Office("0s");

  StandingTest() {
    office.realm.project("p1", "first").person("one", "/projects/p1/member");
  }

  @Test
  void aTokenSeenLatelyIsNotAskedAboutAgain() {
    // Given
    Office remembering = new Office();
    remembering.realm.project("p1", "first").person("one", "/projects/p1/member");
    Token issuedHere = remembering.signIn("one", P1);
    Token seenFirst = remembering.realm.foreign(issuedHere);

    // When
    remembering.clock.pass(Duration.ofSeconds(59));
    for (int i = 0; i < 5; i++) {
      assertThat(remembering.holds(issuedHere)).isTrue();
      assertThat(remembering.holds(seenFirst)).isTrue();
    }

    // Then
    assertThat(remembering.realm.inspections()).isEqualTo(1);
    remembering.clock.pass(Duration.ofSeconds(2));
    assertThat(remembering.holds(issuedHere)).isTrue();
    assertThat(remembering.realm.inspections()).isEqualTo(2);
  }

  @Test
  void aRevokedTokenFalls() {
    Token token = office.signIn("one", P1);
    assertThat(office.holds(token)).isTrue();

    office.realm.revoke(token).await().indefinitely();
    assertThat(office.holds(token)).isFalse();
  }

  @Test
  void aDisabledUsersTokenFalls() {
    Token token = office.signIn("one", P1);

    office.realm.disable("one");
    assertThat(office.holds(token)).isFalse();
  }

  @Test
  void aTokenThatClaimsMoreThanItsUserHasFalls() {
    Token token = office.signIn("one", P1);

    office.realm.moveTo("one", "/projects/p1/admin");
    assertThat(office.holds(token)).isTrue();
    office.realm.moveTo("one", "/projects/p1/reader");
    assertThat(office.holds(token)).isFalse();
  }

  @Test
  void anApplicationCredentialsTokenFallsWithIts() {
    // Given
    ApplicationCredential credential = office.realm.credential("ac", "one", "p1", Role.MEMBER);
    Token token =
        office.issue(
            new Credentials.ApplicationCredentialById("ac", "ac-secret"), new Wanted.Default());
    assertThat(office.holds(token)).isTrue();

    // When
    office.realm.delete(credential).await().indefinitely();

    // Then
    assertThat(office.holds(token)).isFalse();
  }

  @Test
  void withoutKeycloakTheSignatureDecides() {
    Token token = office.signIn("one", P1);

    office.realm.goAway();
    assertThat(office.holds(token)).isTrue();
  }

  @Test
  void aRefusalStaysWhenKeycloakGoesAway() {
    // Given
    Token token = office.signIn("one", P1);
    office.realm.revoke(token).await().indefinitely();
    assertThat(office.holds(token)).isFalse();

    // When
    office.realm.goAway();

    // Then
    assertThat(office.holds(token)).isFalse();
  }

  @Test
  void aRevocationHereCountsForGood() {
    // Given
    Office remembering = new Office();
    remembering.realm.project("p1", "first").person("one", "/projects/p1/member");
    Token token = remembering.signIn("one", P1);
    assertThat(remembering.holds(token)).isTrue();

    // When
    remembering.desk.revoke(token, token.text()).await().indefinitely();
    remembering.realm.goAway();
    remembering.clock.pass(Duration.ofMinutes(2));

    // Then
    assertThat(remembering.holds(token)).isFalse();
    assertThat(remembering.standing.holderStands(token).await().indefinitely()).isFalse();
  }

  @Test
  void whoWritesAnOwnerIntoItsOwnAttributesIsNotBelieved() {
    // Given
    office.realm.person("two", "/projects/p1/reader");
    office.realm.credential("ac", "one", "p1", Role.MEMBER);

    // When
    Token pretender = office.realm.pretending("two", "one", "ac");

    // Then
    assertThat(office.holds(pretender)).isFalse();
  }

  @Test
  void whatKeycloakDidNotSayIsAskedAgain() {
    // Given
    Token token = office.signIn("one", P1);
    office.realm.goAway();
    assertThat(office.holds(token)).isTrue();

    // When
    office.realm.comeBack();
    office.realm.disable("one");

    // Then
    assertThat(office.holds(token)).isFalse();
  }

  @Test
  void oneUnansweredQuestionAboutAnOwnerLetsNobodyElseIn() {
    // Given
    Office patient = new Office("0s", "5s");
    patient.realm.project("p1", "first").person("one", "/projects/p1/member");
    patient.realm.credential("ac", "one", "p1", Role.MEMBER);
    Token ofCredential =
        patient.issue(
            new Credentials.ApplicationCredentialById("ac", "ac-secret"), new Wanted.Default());
    Token revoked = patient.signIn("one", P1);
    patient.realm.revoke(revoked).await().indefinitely();

    // When
    patient.realm.loseDirectory();

    // Then
    assertThat(patient.holds(ofCredential)).isTrue();
    assertThat(patient.holds(revoked)).isFalse();
  }
}
