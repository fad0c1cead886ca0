package io.vitrine.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Signs in as OpenStack clients do: Keystone's API at the gateway. */
public final class SignIn {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI tokens;

  public SignIn(Ports ports) {
    this.tokens = URI.create(authUrl(ports) + "/auth/tokens");
  }

  /** What clients call the authentication URL. */
  public static String authUrl(Ports ports) {
    return ports.url(PartName.GATEWAY) + "/identity/v3";
  }

  /** A token that is good in that project. */
  public String token(Realm.User user, String project) {
    var request =
        HttpRequest.newBuilder(tokens)
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body(user, project)))
            .build();
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      return response
          .headers()
          .firstValue("X-Subject-Token")
          .filter(token -> response.statusCode() == 201)
          .orElseThrow(() -> refusal(user, project, response));
    } catch (ConnectException e) {
      throw new ClusterException("the gateway does not answer: is it up? (./vitrine up)", e);
    } catch (IOException e) {
      throw new ClusterException("no token from the gateway: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted", e);
    }
  }

  /** The request's body, as openstack sends it. */
  public static String body(Realm.User user, String project) {
    ObjectNode auth = JSON.createObjectNode();
    ObjectNode identity = auth.putObject("identity");
    identity.putArray("methods").add("password");
    identity
        .putObject("password")
        .putObject("user")
        .put("name", user.name())
        .put("password", user.password())
        .putObject("domain")
        .put("name", "Default");
    auth.putObject("scope")
        .putObject("project")
        .put("name", project)
        .putObject("domain")
        .put("name", "Default");
    return JSON.createObjectNode().<ObjectNode>set("auth", auth).toString();
  }

  /** A sign-in that is refused does not say why, so the sentence names what can be wrong. */
  private static ClusterException refusal(
      Realm.User user, String project, HttpResponse<String> response) {
    if (response.statusCode() == 401) {
      return new ClusterException(
          "%s may not sign in to project %s: no role there, or another password by now"
              .formatted(user.name(), project));
    }
    return new ClusterException(
        "no token: the gateway answered " + response.statusCode() + " " + response.body());
  }
}
