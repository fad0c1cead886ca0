package io.vitrine.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Gets access tokens from Keycloak with a name and a password. */
public final class Tokens {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final Ports ports;

  public Tokens(Ports ports) {
    this.ports = ports;
  }

  public String of(Realm.User user) {
    HttpRequest request = request(user);
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      JsonNode body = new ObjectMapper().readTree(response.body());
      if (response.statusCode() != 200) {
        throw new ClusterException(
            "Keycloak refuses " + user.name() + ": " + body.path("error_description").asText());
      }
      return body.path("access_token").asText();
    } catch (ConnectException e) {
      throw new ClusterException("Keycloak does not answer: is the cluster up? (./vitrine up)", e);
    } catch (IOException e) {
      throw new ClusterException("no token from Keycloak: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted", e);
    }
  }

  /** The request for a token, to send. */
  public HttpRequest request(Realm.User user) {
    Map<String, String> form =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "vitrine-cli",
            "username",
            user.name(),
            "password",
            user.password());
    return HttpRequest.newBuilder(URI.create(ports.realm() + "/protocol/openid-connect/token"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .timeout(Duration.ofSeconds(30))
        .POST(BodyPublishers.ofString(encode(form)))
        .build();
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
