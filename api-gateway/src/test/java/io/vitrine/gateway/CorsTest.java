package io.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = CorsSurroundings.class, restrictToAnnotatedClass = true)
class CorsTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static Vertx vertx;
  private static PlayedService registry;

  @TestHTTPResource("/")
  URI gateway;

  @BeforeAll
  static void startRegistry() {
    vertx = Vertx.vertx();
    registry = new PlayedService(vertx, "registry");
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
    vertx.close();
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH,  /v2/images/1,              'content-type,if-match,x-auth-token'",
    "GET,    /v2/images/1,              'if-none-match,x-project-id'",
    "GET,    /v2/images/1/file,         'range,if-range,content-range'",
    "PATCH,  /v2/images/1/uploads/2,    'tus-resumable,upload-offset,content-type'",
    "POST,   /v2/images/1/uploads,      'tus-resumable,upload-length,upload-metadata'",
    "PUT,    /v2/images/1/file,         'x-openstack-image-size,x-image-meta-store'",
    "DELETE, /identity/v3/auth/tokens,  'x-subject-token'"
  })
  void aPageMayAskForAllThatTheApiHas(String method, String path, String headers) throws Exception {
    // When
    HttpResponse<String> answer =
        send(
            request(path, CorsSurroundings.PAGE)
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", headers));
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Allow-Origin")).isEqualTo(CorsSurroundings.PAGE);
    assertThat(header(answer, "Allow-Methods").split(", ?")).contains(method);
    assertThat(header(answer, "Allow-Headers").toLowerCase(Locale.ROOT).split(", ?"))
        .contains(headers.split(","));
  }

  @Test
  void aPageSeesWhatAnAnswerSays() throws Exception {
    // When
    HttpResponse<String> answer =
        send(request("/v2/images", CorsSurroundings.PAGE).header("X-Auth-Token", Tokens.valid()));
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Allow-Origin")).isEqualTo(CorsSurroundings.PAGE);
    assertThat(header(answer, "Expose-Headers").split(", ?"))
        .contains(
            "Location",
            "ETag",
            "X-Subject-Token",
            "Retry-After",
            "RateLimit",
            "RateLimit-Policy",
            "Accept-Patch",
            "Upload-Offset",
            "X-Openstack-Request-Id");
  }

  @Test
  void anotherPageMayNot() throws Exception {
    HttpResponse<String> answer =
        send(request("/v2/images", "https://evil.example").header("X-Auth-Token", Tokens.valid()));

    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue("Access-Control-" + name).orElse("");
  }

  private HttpRequest.Builder request(String path, String page) {
    return HttpRequest.newBuilder(URI.create("http://" + gateway.getAuthority() + path))
        .header("Origin", page);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
