package io.vitrine.metadefs;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The service's API as its tests call it. */
public final class Api {
  public static final String ROOT = "/v2/metadefs/namespaces";

  private Api() {}

  /** Of the project {@code cloud}. */
  public static RequestSpecification admin() {
    return as("cloud", "admin");
  }

  public static RequestSpecification as(String project, String role) {
    return given().header("X-Auth-Token", Tokens.of(project, role));
  }

  public static Response create(String name, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.putIfAbsent("namespace", name);
    return admin().contentType("application/json").body(body).post(ROOT);
  }

  public static String unused() {
    return "ns-" + UUID.randomUUID();
  }
}
