package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RealmTest {

  @Test
  void knowsThePeopleOfTheRealmFileAndNoServiceAccounts() throws IOException {
    // When
    Realm realm = Realm.read(Checkout.find().realm());

    // Then
    assertThat(realm.users())
        .extracting(Realm.User::toString)
        .containsExactly(
            "admin (admin of demo)",
            "demo (member of demo)",
            "demo_reader (reader of demo)",
            "alt_demo (member of alt_demo)");
  }
}
