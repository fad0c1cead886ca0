package io.vitrine.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** The Identity API as a client sees it: knows the gateway's URL and speaks JSON. */
final class IdentityApi {
  static final String WRONG = "The request you have made requires authentication.";

  private final ImageApi http;

  IdentityApi(String gateway) {
    this.http = new ImageApi(gateway + "/identity", Map.of());
  }

  /** What a token shall be good for, as it stands behind the identity. */
  enum Scope {
    UNSAID(""),
    UNSCOPED(",\"scope\":\"unscoped\""),
    SYSTEM(",\"scope\":{\"system\":{\"all\":true}}"),
    DOMAIN(",\"scope\":{\"domain\":{\"name\":\"Default\"}}");

    final String json;

    Scope(String json) {
      this.json = json;
    }

    static String project(String name) {
      return """
      ,"scope":{"project":{"name":"%s","domain":{"name":"Default"}}}\
      """
          .formatted(name);
    }

    static String projectId(String id) {
      return """
      ,"scope":{"project":{"id":"%s"}}\
      """
          .formatted(id);
    }
  }

  static String password(String name, String password, String scope) {
    return """
    {"auth":{"identity":{"methods":["password"],"password":{"user":\
    {"name":"%s","domain":{"name":"Default"},"password":"%s"}}}%s}}\
    """
        .formatted(name, password, scope);
  }

  static String passwordById(String id, String password, String scope) {
    return """
    {"auth":{"identity":{"methods":["password"],"password":{"user":\
    {"id":"%s","domain":{"id":"default"},"password":"%s"}}}%s}}\
    """
        .formatted(id, password, scope);
  }

  static String exchange(String token, String scope) {
    return """
    {"auth":{"identity":{"methods":["token"],"token":{"id":"%s"}}%s}}\
    """
        .formatted(token, scope);
  }

  static String applicationCredential(String id, String secret) {
    return """
    {"auth":{"identity":{"methods":["application_credential"],\
    "application_credential":{"id":"%s","secret":"%s"}}}}\
    """
        .formatted(id, secret);
  }

  /** Asks for a token; the answer can be a refusal. */
  Answer signIn(String body) {
    return http.post("/v3/auth/tokens", body);
  }

  /** A token, or the test fails. */
  String token(String body) {
    return subject(signIn(body));
  }

  static String subject(Answer answer) {
    if (answer.status() != 201) {
      throw new AssertionError("no token: " + answer);
    }
    return answer.header("X-Subject-Token");
  }

  String token(String user, String password, String project) {
    return token(password(user, password, Scope.project(project)));
  }

  /** What a token says about itself, or the test fails. */
  JsonNode read(String token) {
    Answer answer = validate(token, token);
    if (answer.status() != 200) {
      throw new AssertionError("not valid: " + answer);
    }
    return answer.json().get("token");
  }

  Answer validate(String caller, String subject) {
    return about("GET", caller, subject);
  }

  Answer revoke(String caller, String subject) {
    return about("DELETE", caller, subject);
  }

  /** A call about the token {@code subject}. */
  Answer about(String method, String caller, String subject) {
    return http.send(
        method,
        "/v3/auth/tokens",
        Map.of("X-Auth-Token", caller, "X-Subject-Token", subject),
        BodyPublishers.noBody());
  }

  /** Below {@code /identity}, without a token. */
  Answer get(String path, Map<String, String> headers) {
    return http.get(path, headers);
  }

  Answer get(String token, String path) {
    return call(token, "GET", path, "");
  }

  /** Below {@code /identity/v3}. */
  Answer call(String token, String method, String path, String body) {
    return http.send(
        method,
        "/v3" + path,
        Map.of("X-Auth-Token", token, "Content-Type", "application/json"),
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  Answer send(String method, String path, Map<String, String> headers, String body) {
    return http.send(method, path, headers, BodyPublishers.ofString(body));
  }
}
