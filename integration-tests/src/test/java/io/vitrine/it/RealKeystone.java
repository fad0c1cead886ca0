package io.vitrine.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * OpenStack's own Keystone, as Debian packages it (python3-keystone), with a database of its own
 * and an administrator.
 */
final class RealKeystone implements AutoCloseable {
  private static final String PYTHON = "/usr/bin/python3";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final int port;
  private final String password = UUID.randomUUID().toString();
  private Process process;
  private String adminToken;

  private RealKeystone(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** Without the package a developer's run goes on without these tests; CI must have it. */
  static RealKeystone startOrSkip() {
    if (!isInstalled()) {
      String message = "No Keystone on this machine: apt-get install python3-keystone";
      Assumptions.assumeTrue(System.getenv("CI") != null, message);
      throw new AssertionError(message);
    }
    Path folder = Checkout.find().root().resolve("integration-tests/target/keystone");
    deleteAll(folder);
    RealKeystone keystone = new RealKeystone(folder, freePort());
    keystone.start();
    return keystone;
  }

  private static boolean isInstalled() {
    try {
      Process probe =
          new ProcessBuilder(
                  PYTHON,
                  "-c",
                  "import importlib.util as u, sys; sys.exit(u.find_spec('keystone') is None)")
              .start();
      return probe.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void deleteAll(Path folder) {
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, on the data it has if it was there before. */
  void start() {
    try {
      Files.createDirectories(folder);
      Path script = Path.of(RealKeystone.class.getResource("/keystone/serve.py").toURI());
      process =
          new ProcessBuilder(PYTHON, script.toString(), folder.toString(), "" + port, password)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("keystone.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !process.isAlive() || answers());
    if (!process.isAlive()) {
      throw new AssertionError("Keystone ended: see " + folder.resolve("keystone.log"));
    }
    adminToken = token("admin", password, "admin");
  }

  private boolean answers() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
              .send(HttpRequest.newBuilder(URI.create(url())).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  String url() {
    return "http://127.0.0.1:" + port + "/v3";
  }

  /** Returns its id. */
  String project(String name) {
    return create("projects", "project", "{\"project\":{\"name\":\"%s\"}}".formatted(name));
  }

  String role(String name) {
    JsonNode found =
        send("GET", "/roles?name=" + name, adminToken, null, 200).body().path("roles").path(0);
    return found.isMissingNode()
        ? create("roles", "role", "{\"role\":{\"name\":\"%s\"}}".formatted(name))
        : found.get("id").asText();
  }

  /** A user whose password is the name. Returns the id. */
  String user(String name, String projectId, String role) {
    String id =
        create(
            "users",
            "user",
            "{\"user\":{\"name\":\"%1$s\",\"password\":\"%1$s\"}}".formatted(name));
    send(
        "PUT",
        "/projects/" + projectId + "/users/" + id + "/roles/" + role(role),
        adminToken,
        null,
        204);
    return id;
  }

  private String create(String collection, String thing, String body) {
    return send("POST", "/" + collection, adminToken, body, 201)
        .body()
        .get(thing)
        .get("id")
        .asText();
  }

  /** As the openstack client signs in. */
  String token(String user, String projectName) {
    return token(user, user, projectName);
  }

  private String token(String user, String password, String projectName) {
    return signIn(
        """
        {"auth":{"identity":{"methods":["password"],"password":{"user":
          {"name":"%s","password":"%s","domain":{"name":"Default"}}}},
         "scope":{"project":{"name":"%s","domain":{"name":"Default"}}}}}
        """
            .formatted(user, password, projectName));
  }

  String unscopedToken(String user) {
    return signIn(
        """
        {"auth":{"identity":{"methods":["password"],"password":{"user":
          {"name":"%1$s","password":"%1$s","domain":{"name":"Default"}}}},"scope":"unscoped"}}
        """
            .formatted(user));
  }

  String systemToken() {
    return signIn(
        """
        {"auth":{"identity":{"methods":["password"],"password":{"user":
          {"name":"admin","password":"%s","domain":{"name":"Default"}}}},
         "scope":{"system":{"all":true}}}}
        """
            .formatted(password));
  }

  /** A token by an application credential that may do one thing only. */
  String restrictedToken(String userId, String usersToken, String method, String path) {
    JsonNode credential =
        send(
                "POST",
                "/users/" + userId + "/application_credentials",
                usersToken,
                """
                {"application_credential":{"name":"%s","access_rules":
                  [{"service":"image","method":"%s","path":"%s"}]}}
                """
                    .formatted(UUID.randomUUID(), method, path),
                201)
            .body()
            .get("application_credential");
    return signIn(
        """
        {"auth":{"identity":{"methods":["application_credential"],
          "application_credential":{"id":"%s","secret":"%s"}}}}
        """
            .formatted(credential.get("id").asText(), credential.get("secret").asText()));
  }

  private String signIn(String body) {
    return send("POST", "/auth/tokens", null, body, 201)
        .headers()
        .firstValue("X-Subject-Token")
        .orElseThrow();
  }

  void revoke(String token) {
    send("DELETE", "/auth/tokens", adminToken, null, 204, Map.of("X-Subject-Token", token));
  }

  private record Reply(JsonNode body, java.net.http.HttpHeaders headers) {}

  private Reply send(String method, String path, String token, String body, int expected) {
    return send(method, path, token, body, expected, Map.of());
  }

  private Reply send(
      String method,
      String path,
      String token,
      String body,
      int expected,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofMinutes(1))
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("X-Auth-Token", token);
    }
    headers.forEach(request::header);
    // The server closes after each answer, which a client that keeps connections may miss.
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != expected) {
        throw new AssertionError(method + " " + path + ": " + response.body());
      }
      return new Reply(JSON.readTree(response.body()), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
