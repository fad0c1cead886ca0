package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NamespacesIT {
  private static final String ROOT = "/v2/metadefs/namespaces";

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi admin = cluster.as("admin");
  private final String name = "it-" + UUID.randomUUID();
  private final String path = ROOT + "/" + name;

  private Answer create(String more) {
    return admin.post(ROOT, "{\"namespace\":\"%s\"%s}".formatted(name, more));
  }

  private static Answer put(ImageApi api, String path, String json) {
    return api.send(
        "PUT", path, Map.of("Content-Type", "application/json"), BodyPublishers.ofString(json));
  }

  @Test
  void aNamespaceIsMadeRenamedAndDeleted() {
    // Given
    Answer created = create(",\"display_name\":\"D\",\"description\":\"long\"");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).endsWith(path);
    assertThat(created.json().get("visibility").asText()).isEqualTo("private");
    assertThat(created.json().get("protected").asBoolean()).isFalse();
    assertThat(admin.get(path).json()).isEqualTo(created.json());
    assertThat(create("").status()).isEqualTo(409);
    // When
    String newName = "it-" + UUID.randomUUID();
    Answer renamed = put(admin, path, "{\"namespace\":\"%s\"}".formatted(newName));
    // Then
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(renamed.json().get("namespace").asText()).isEqualTo(newName);
    assertThat(admin.get(path).status()).isEqualTo(404);
    JsonNode shown = admin.get(ROOT + "/" + newName).json();
    assertThat(shown.get("self").asText()).isEqualTo(ROOT + "/" + newName);
    assertThat(shown.has("description")).isFalse();
    // When
    assertThat(admin.delete(ROOT + "/" + newName).status()).isEqualTo(204);
    // Then
    assertThat(admin.get(ROOT + "/" + newName).status()).isEqualTo(404);
    assertThat(admin.delete(ROOT + "/" + newName).status()).isEqualTo(404);
  }

  @Test
  void thePredefinedNamespacesAreThere() {
    JsonNode watchdog = cluster.as("alt_demo").get(ROOT + "/OS::Compute::Watchdog").json();

    assertThat(watchdog.path("owner").asText()).isEqualTo("admin");
    assertThat(watchdog.at("/properties/watchdog_action/enum").size()).isEqualTo(5);
    assertThat(
            cluster.as("alt_demo").get(ROOT + "?limit=1000").json().findValuesAsText("namespace"))
        .filteredOn(each -> each.startsWith("OS::") || each.startsWith("CIM::"))
        .hasSizeGreaterThanOrEqualTo(33);
  }

  @Test
  void aProtectedNamespaceIsNotDeleted() {
    create(",\"protected\":true");

    assertThat(admin.delete(path).status()).isEqualTo(403);
    assertThat(admin.get(path).status()).isEqualTo(200);
  }

  @Test
  void aPrivateNamespaceIsForItsProject() {
    create(",\"owner\":\"demo\"");

    assertThat(cluster.as("demo").get(path).status()).isEqualTo(200);
    assertThat(cluster.as("demo_reader").get(path).status()).isEqualTo(200);
    assertThat(cluster.as("alt_demo").get(path).status()).isEqualTo(404);
    assertThat(listed("demo")).isTrue();
    assertThat(listed("alt_demo")).isFalse();
  }

  @Test
  void aPublicNamespaceIsForAllAndOnlyAdministratorsChangeIt() {
    create(",\"owner\":\"demo\",\"visibility\":\"public\"");

    for (String user : new String[] {"demo", "alt_demo"}) {
      ImageApi api = cluster.as(user);
      assertThat(api.get(path).status()).isEqualTo(200);
      assertThat(listed(user)).isTrue();
      assertThat(put(api, path, "{\"namespace\":\"%s\"}".formatted(name)).status()).isEqualTo(403);
      assertThat(api.delete(path).status()).isEqualTo(403);
      assertThat(api.post(ROOT, "{\"namespace\":\"%sx\"}".formatted(name)).status()).isEqualTo(403);
    }
  }

  private boolean listed(String user) {
    return cluster
        .as(user)
        .get(ROOT + "?limit=1000")
        .json()
        .findValuesAsText("namespace")
        .contains(name);
  }
}
