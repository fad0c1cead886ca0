package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Vitrine in the place of Glance, in a cloud that has its users at Keystone. */
class KeystoneIT {
  private static RealKeystone keystone;
  private static AnotherGateway gateway;
  private static String memberId;
  private static String projectId;

  @BeforeAll
  static void startKeystone() {
    keystone = RealKeystone.startOrSkip();
    keystone.user("vitrine", keystone.project("service"), "service");
    projectId = keystone.project("team");
    memberId = keystone.user("member", projectId, "member");
    keystone.user("reader", projectId, "reader");
    keystone.user("stranger", keystone.project("others"), "member");
    gateway =
        AnotherGateway.start(
            TestCluster.get(),
            "gateway-with-keystone",
            Map.of(
                "VITRINE_KEYSTONE_URL", keystone.url(),
                "VITRINE_KEYSTONE_USERNAME", "vitrine",
                "VITRINE_KEYSTONE_PASSWORD", "vitrine",
                "VITRINE_KEYSTONE_CACHE_TIME", "10s"));
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (keystone != null) {
      keystone.close();
    }
  }

  @Test
  void aMemberKeepsImages() {
    // Given
    ImageApi member = gateway.with(keystone.token("member", "team"));
    byte[] bytes = Disks.raw(1 << 20, 7);
    // When
    String id = member.create("raw");
    Answer uploaded = member.upload(id, bytes);
    // Then
    assertThat(uploaded.status()).isEqualTo(204);
    JsonNode image = member.show(id);
    assertThat(image.get("status").asText()).isEqualTo("active");
    assertThat(image.get("owner").asText()).isEqualTo(projectId);
    assertThat(member.get("/v2/images").text()).contains(id);
    assertThat(member.download(id).body()).isEqualTo(bytes);
    assertThat(member.get("/v2/metadefs/namespaces").status()).isEqualTo(200);
    assertThat(member.delete("/v2/images/" + id).status()).isEqualTo(204);
  }

  @Test
  void rolesAndProjectsAreKeystones() {
    // Given
    String id = gateway.with(keystone.token("member", "team")).create("raw");
    ImageApi reader = gateway.with(keystone.token("reader", "team"));
    ImageApi stranger = gateway.with(keystone.token("stranger", "others"));
    // Then
    assertThat(reader.get("/v2/images/" + id).status()).isEqualTo(200);
    assertThat(reader.post("/v2/images", "{}").status()).isEqualTo(403);
    assertThat(reader.upload(id, new byte[1]).status()).isEqualTo(403);
    assertThat(stranger.get("/v2/images/" + id).status()).isEqualTo(404);
  }

  @Test
  void tokensWithoutAProjectAreForbidden() {
    assertThat(gateway.with(keystone.unscopedToken("member")).get("/v2/images").status())
        .isEqualTo(403);
    assertThat(gateway.with(keystone.systemToken()).get("/v2/images").status()).isEqualTo(403);
  }

  @Test
  void unknownTokensAreRefused() {
    // When
    Answer answer = gateway.with("gAAAAABrAVKHAkZCsL").get("/v2/images");
    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo("Keystone uri=\"" + keystone.url() + "\"");
  }

  @Test
  void tokensOfKeycloakAreTakenBesides() {
    assertThat(gateway.with(TestCluster.get().token("demo")).get("/v2/images").status())
        .isEqualTo(200);
  }

  @Test
  void anApplicationCredentialKeepsToItsAccessRules() {
    // Given
    String token =
        keystone.restrictedToken(memberId, keystone.token("member", "team"), "GET", "/v2/images");
    // Then
    assertThat(gateway.with(token).get("/v2/images").status()).isEqualTo(200);
    assertThat(gateway.with(token).post("/v2/images", "{}").status()).isEqualTo(401);
    assertThat(gateway.with(token).get("/v2/schemas/image").status()).isEqualTo(401);
  }

  @Test
  void aServicesTokenComesWithAUsers() {
    // Given
    String user = keystone.token("member", "team");
    Map<String, String> good =
        Map.of("X-Auth-Token", user, "X-Service-Token", keystone.token("vitrine", "service"));
    Map<String, String> bad = Map.of("X-Auth-Token", user, "X-Service-Token", "garbage");
    // Then
    assertThat(new ImageApi(gateway.url(), good).get("/v2/images").status()).isEqualTo(200);
    assertThat(new ImageApi(gateway.url(), bad).get("/v2/images").status()).isEqualTo(401);
  }

  @Test
  void aRevokedTokenIsSoonRefused() {
    // Given
    String token = keystone.token("member", "team");
    ImageApi member = gateway.with(token);
    assertThat(member.get("/v2/images").status()).isEqualTo(200);
    // When
    keystone.revoke(token);
    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> member.get("/v2/images").status() == 401);
  }

  @Test
  void withoutKeystoneKnownTokensGoOnForAWhile() {
    // Given
    ImageApi known = gateway.with(keystone.token("member", "team"));
    ImageApi unknown = gateway.with(keystone.token("member", "team"));
    assertThat(known.get("/v2/images").status()).isEqualTo(200);
    // When
    keystone.close();
    // Then
    assertThat(known.get("/v2/images").status()).isEqualTo(200);
    assertThat(unknown.get("/v2/images").status()).isEqualTo(503);
    keystone.start();
    assertThat(unknown.get("/v2/images").status()).isEqualTo(200);
  }
}
