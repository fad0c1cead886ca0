package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Signs in at Keystone's API with a password or an application credential. */
final class Keystone implements SignIn {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEFAULT_DOMAIN = "Default";

  private final Cloud cloud;

  Keystone(Cloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public Session open() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(tokens())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body().toString()))
            .build();
    HttpResponse<String> answer;
    try (var client = Https.client(cloud)) {
      answer = client.send(request, BodyHandlers.ofString());
    }
    if (answer.statusCode() != 201) {
      throw new ClusterException(
          "%s answered %d: %s"
              .formatted(tokens(), answer.statusCode(), Refusal.reason(answer.body())));
    }
    JsonNode token = JSON.readTree(answer.body()).path("token");
    return new Session(
        answer.headers().firstValue("X-Subject-Token"),
        cloud.given().orElseGet(() -> endpoint(token)),
        Optional.of(roles(token)),
        token.has("expires_at") ? Instant.parse(token.path("expires_at").asText()) : Instant.MAX);
  }

  private URI tokens() {
    String url = cloud.require("AUTH_URL").replaceFirst("/+$", "");
    return URI.create((url.endsWith("/v3") ? url : url + "/v3") + "/auth/tokens");
  }

  private ObjectNode body() {
    ObjectNode auth = JSON.createObjectNode();
    ObjectNode identity = auth.putObject("identity");
    Optional<String> secret = cloud.get("APPLICATION_CREDENTIAL_SECRET");
    if (secret.isPresent()) {
      identity.putArray("methods").add("application_credential");
      ObjectNode credential = identity.putObject("application_credential");
      credential.put("secret", secret.get());
      Optional<String> id = cloud.get("APPLICATION_CREDENTIAL_ID");
      if (id.isPresent()) {
        credential.put("id", id.get());
      } else {
        credential.put("name", cloud.require("APPLICATION_CREDENTIAL_NAME"));
        user(credential.putObject("user"));
      }
      return wrapped(auth);
    }
    identity.putArray("methods").add("password");
    ObjectNode user = identity.putObject("password").putObject("user");
    user(user);
    user.put("password", cloud.require("PASSWORD"));
    ObjectNode project = auth.putObject("scope").putObject("project");
    named(project, "PROJECT", "PROJECT_NAME");
    return wrapped(auth);
  }

  private static ObjectNode wrapped(ObjectNode auth) {
    ObjectNode body = JSON.createObjectNode();
    body.set("auth", auth);
    return body;
  }

  private void user(ObjectNode user) {
    named(user, "USER", "USERNAME");
  }

  /** By an id, or by a name in a domain. */
  private void named(ObjectNode thing, String kind, String name) {
    Optional<String> id = cloud.get(kind + "_ID");
    if (id.isPresent()) {
      thing.put("id", id.get());
      return;
    }
    thing.put("name", cloud.require(name));
    ObjectNode domain = thing.putObject("domain");
    cloud
        .get(kind + "_DOMAIN_ID")
        .ifPresentOrElse(
            domainId -> domain.put("id", domainId),
            () -> domain.put("name", cloud.get(kind + "_DOMAIN_NAME").orElse(DEFAULT_DOMAIN)));
  }

  private String endpoint(JsonNode token) {
    String side = cloud.get("INTERFACE").orElse("public").replaceFirst("URL$", "");
    Optional<String> region = cloud.get("REGION_NAME");
    return StreamSupport.stream(token.path("catalog").spliterator(), false)
        .filter(service -> service.path("type").asText().equals("image"))
        .flatMap(service -> StreamSupport.stream(service.path("endpoints").spliterator(), false))
        .filter(endpoint -> endpoint.path("interface").asText().equals(side))
        .filter(endpoint ->
            region.isEmpty() || endpoint.path("region_id").asText().equals(region.get()))
        .map(endpoint -> endpoint.path("url").asText())
        .findFirst()
        .orElseThrow(() ->
            new ClusterException(
                "the catalogue of %s has no %s endpoint of the type image%s"
                    .formatted(
                        tokens(), side, region.map(name -> " in region " + name).orElse(""))));
  }

  private static List<String> roles(JsonNode token) {
    List<String> roles = new ArrayList<>();
    token.path("roles").forEach(role -> roles.add(role.path("name").asText()));
    return roles;
  }
}
