package io.vitrine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds topics, ACLs and the realm to the files in {@code deploy/}. {@code -Dk8s.write} writes the
 * manifests anew.
 */
class GeneratedTest {
  private static final String HOW_TO_WRITE =
      "rewrite it: mvn -pl k8s -am test -Dtest=GeneratedTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dk8s.write";
  private static final Path FOLDER = Overlay.ROOT.resolve("k8s");

  static Map<String, String> files() throws IOException {
    return new Generated(Checkout.find()).files();
  }

  static Iterable<Map.Entry<String, String>> entries() throws IOException {
    return files().entrySet();
  }

  @BeforeAll
  static void write() throws IOException {
    if (System.getProperty("k8s.write") != null) {
      for (Map.Entry<String, String> file : entries()) {
        Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void aManifestSaysWhatItsSourceDoes(Map.Entry<String, String> file) {
    assertThat(FOLDER.resolve(file.getKey())).as(HOW_TO_WRITE).hasContent(file.getValue());
  }

  @Test
  void nobodyHasAPasswordThatStandsInTheRealm() throws IOException {
    String realm = files().get("backing/keycloak/realm.yaml");

    assertThat(realm).doesNotContain("credentials:", "demo").contains("${VITRINE_SECRET}");
    assertThat(realm.lines().filter(line -> line.strip().startsWith("secret: ")))
        .isNotEmpty()
        .allMatch(line -> line.contains("${VITRINE_"));
  }
}
