package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityIT {
  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");

  @Test
  void bothTokenHeadersMeanTheSame() {
    String token = cluster.token("demo");

    assertThat(
            new ImageApi(cluster.gateway(), Map.of("Authorization", "Bearer " + token))
                .get("/v2/images")
                .status())
        .isEqualTo(200);
    assertThat(new ImageApi(cluster.gateway(), token).get("/v2/images").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "a.b.c"})
  void refusesBadTokens(String token) {
    Answer answer =
        new ImageApi(cluster.gateway(), Map.of("X-Auth-Token", token)).get("/v2/images");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Keystone");
  }

  @Test
  void refusesATokenWhoseSignatureWasTouched() {
    String token = cluster.token("demo");
    char last = token.charAt(token.length() - 10);
    String forged =
        token.substring(0, token.length() - 10)
            + (last == 'A' ? 'B' : 'A')
            + token.substring(token.length() - 9);

    assertThat(new ImageApi(cluster.gateway(), forged).get("/v2/images").status()).isEqualTo(401);
  }

  @Test
  void refusesARequestWithoutToken() {
    assertThat(new ImageApi(cluster.gateway(), Map.of()).get("/v2/images").status()).isEqualTo(401);
  }

  @Test
  void anotherProjectsImageIsMissing() {
    // Given
    String id = demo.create("raw");
    ImageApi stranger = cluster.as("alt_demo");
    // Then
    assertThat(stranger.get("/v2/images/" + id).status()).isEqualTo(404);
    assertThat(stranger.delete("/v2/images/" + id).status()).isEqualTo(404);
    assertThat(stranger.patch(id, "[]").status()).isEqualTo(404);
    assertThat(stranger.upload(id, new byte[1]).status()).isEqualTo(404);
    assertThat(stranger.stage(id, new byte[1]).status()).isEqualTo(404);
    assertThat(stranger.download(id).status()).isEqualTo(404);
    assertThat(stranger.startImport(id, "").status()).isEqualTo(404);
    assertThat(stranger.get("/v2/images").text()).doesNotContain(id);
  }

  @Test
  void aReaderReadsAndDoesNotWrite() {
    // Given
    String id = demo.create("raw");
    assertThat(demo.upload(id, Disks.raw(1 << 18, 1)).status()).isEqualTo(204);
    ImageApi reader = cluster.as("demo_reader");
    // Then
    assertThat(reader.get("/v2/images/" + id).status()).isEqualTo(200);
    assertThat(reader.download(id).status()).isEqualTo(403);
    assertThat(reader.delete("/v2/images/" + id).status()).isEqualTo(403);
    assertThat(reader.post("/v2/images", "{}").status()).isEqualTo(403);
    assertThat(reader.upload(id, new byte[1]).status()).isEqualTo(403);
  }

  @Test
  void identityHeadersFromOutsideMeanNothing() {
    // Given
    String id = demo.create("raw");
    ImageApi forger =
        new ImageApi(
            cluster.gateway(),
            Map.of(
                "X-Auth-Token", cluster.token("alt_demo"),
                "X-Tenant-Id", "demo",
                "X-Roles", "admin",
                "X-Identity-Status", "Confirmed",
                "X-User-Id", "somebody"));
    // Then
    assertThat(forger.get("/v2/images/" + id).status()).isEqualTo(404);
    assertThat(
            new ImageApi(
                    cluster.gateway(),
                    Map.of("X-Auth-Token", cluster.token("alt_demo"), "X-Project-Id", "demo"))
                .get("/v2/images/" + id)
                .status())
        .isEqualTo(401);
  }

  @Test
  void theInternalApiIsNotForUsers() {
    // Given
    String id = demo.create("raw");
    ImageApi behindTheDoor = new ImageApi(cluster.url(PartName.REGISTRY), cluster.token("demo"));
    // Then
    assertThat(demo.get("/internal/images/" + id + "/blob").status()).isEqualTo(404);
    assertThat(demo.get("/v2/../internal/images/" + id + "/blob").status()).isIn(400, 404);
    assertThat(behindTheDoor.get("/internal/images/" + id + "/blob").status()).isEqualTo(403);
    assertThat(
            new ImageApi(
                    cluster.url(PartName.REGISTRY),
                    Map.of(
                        "X-Auth-Token", cluster.token("demo"),
                        "X-Service-Token", cluster.token("demo")))
                .get("/internal/images/" + id + "/blob")
                .status())
        .isEqualTo(403);
  }
}
