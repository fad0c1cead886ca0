package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A gateway that lets through one request of each project in ten minutes, after the first three;
 * but of demo's as many as come.
 */
class RateLimitIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static AnotherGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        AnotherGateway.start(
            CLUSTER,
            "limiting-gateway",
            Map.of(
                "VITRINE_GATEWAY_RATE_LIMIT_REQUESTS_PER_SECOND", "0.00166",
                "VITRINE_GATEWAY_RATE_LIMIT_BURST", "3",
                "VITRINE_GATEWAY_RATE_LIMIT_PROJECTS_DEMO_REQUESTS_PER_SECOND", "1000"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aProjectThatAsksTooMuchIsToldWhenToComeAgain() {
    // Given
    ImageApi member = gateway.with(CLUSTER.token("alt_demo"));
    ImageApi again = gateway.with(CLUSTER.token("alt_demo"));
    // When
    List<Answer> answers =
        IntStream.range(0, 3).mapToObj(i -> member.get("/v2/images?limit=0")).toList();
    Answer refused = again.get("/v2/images", Map.of("Accept", "application/json"));
    // Then
    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers)
        .extracting(answer -> answer.header("RateLimit-Policy"))
        .containsOnly("\"project\";q=3;w=1808");
    assertThat(answers.getFirst().header("RateLimit")).matches("\"project\";r=2;t=\\d+");
    assertThat(answers.getLast().header("RateLimit")).matches("\"project\";r=0;t=\\d+");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 603);
    assertThat(refused.json().get("code").asText()).isEqualTo("429 Too Many Requests");
    assertThat(refused.header("X-Openstack-Request-Id")).startsWith("req-");

    // Nor does an upload pass, whose body is on its way.
    assertThat(member.upload("x", new byte[1 << 20]).status()).isEqualTo(429);
    // What needs no token is not counted, and neither is what no token belongs to.
    ImageApi nobody = new ImageApi(gateway.url(), Map.of());
    assertThat(nobody.get("/versions").status()).isEqualTo(200);
    assertThat(nobody.get("/v2/images").status()).isEqualTo(401);
    assertThat(new IdentityApi(gateway.url()).get("/v3", Map.of()).status()).isEqualTo(200);
  }

  @Test
  void anotherProjectHasItsOwnLimit() {
    ImageApi other = gateway.with(CLUSTER.token("demo"));

    for (int i = 0; i < 10; i++) {
      Answer answer = other.send("GET", "/v2/images?limit=0", Map.of(), BodyPublishers.noBody());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"project\";q=1000;w=1");
    }
  }
}
