package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gateway that lets the pages of one site in. */
class CorsIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final String SITE = "https://console.example";
  private static AnotherGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        AnotherGateway.start(
            CLUSTER,
            "gateway-with-cors",
            Map.of("QUARKUS_HTTP_CORS_ENABLED", "true", "QUARKUS_HTTP_CORS_ORIGINS", SITE));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static String allowedOrigin(Answer answer) {
    return answer.header("Access-Control-Allow-Origin");
  }

  private static Answer preflight(String origin, String method) {
    return new ImageApi(gateway.url(), Map.of())
        .send(
            "OPTIONS",
            "/v2/images",
            Map.of(
                "Origin", origin,
                "Access-Control-Request-Method", method,
                "Access-Control-Request-Headers", "x-auth-token,content-type"),
            BodyPublishers.noBody());
  }

  @Test
  void aPageOfThatSiteReadsAnswers() {
    ImageApi demo = gateway.with(CLUSTER.token("demo"));

    Answer answer = demo.get("/v2/images", Map.of("Origin", SITE));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(allowedOrigin(answer)).isEqualTo(SITE);
    assertThat(answer.header("Access-Control-Expose-Headers"))
        .containsIgnoringCase("X-Openstack-Request-Id");
  }

  @Test
  void aPageOfThatSiteAsksFirst() {
    Answer answer = preflight(SITE, "PATCH");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(allowedOrigin(answer)).isEqualTo(SITE);
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH");
    assertThat(answer.header("Access-Control-Allow-Headers")).containsIgnoringCase("X-Auth-Token");
  }

  @Test
  void pagesOfOtherSitesAreToldNothing() {
    ImageApi demo = gateway.with(CLUSTER.token("demo"));

    assertThat(allowedOrigin(preflight("https://other.example", "GET"))).isEmpty();
    assertThat(allowedOrigin(demo.get("/v2/images", Map.of("Origin", "https://other.example"))))
        .isEmpty();
  }

  @Test
  void noSiteIsLetInUnlessTheOperatorSaysSo() {
    Answer answer = CLUSTER.as("demo").get("/v2/images", Map.of("Origin", SITE));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(allowedOrigin(answer)).isEmpty();
  }
}
