package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSettingsTest {
  private static final Ports PORTS = Ports.from(Map.of());

  @Test
  void hasOneCloudForEachUser() throws IOException {
    // Given
    Realm realm = Realm.read(Checkout.find().realm());
    // When
    String text = new ClientSettings(realm, PORTS).clouds();
    // Then
    assertThat(text.lines().filter(line -> line.matches("  \\S.*")))
        .containsExactly("  vitrine-admin:", "  vitrine:", "  vitrine-reader:", "  vitrine-alt:");
    assertThat(text).contains("auth_url: 'http://127.0.0.1:9292/identity/v3'");
  }

  @Test
  void quotesWhatYamlWouldUnderstandOtherwise() {
    // Given
    Realm realm = new Realm(List.of(new Realm.User("demo", "it's: #1", "demo", "member")));
    // Then
    assertThat(new ClientSettings(realm, PORTS).clouds()).contains("password: 'it''s: #1'");
  }

  @Test
  void isReadableForItsOwnerOnly(@TempDir Path folder) throws IOException {
    // When
    Path file =
        new ClientSettings(new Realm(List.of()), PORTS)
            .writeCloudsTo(folder.resolve("clouds.yaml"));
    // Then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
