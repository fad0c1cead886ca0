package io.vitrine.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.PartName;
import io.vitrine.local.Ports;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.Tokens;
import io.vitrine.local.bench.RequestBench.Way;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tokens issued, beside Keycloak asked for them without the gateway; and requests that a token
 * opens, beside the registry asked without the gateway.
 */
public final class SignInBench {
  private static final int ISSUE_CONNECTIONS = 8;
  private static final int REQUEST_CONNECTIONS = 16;
  private static final int TOKENS = 200;

  private final Ports ports;
  private final Realm.User user;
  private final Duration window;

  public SignInBench(Ports ports, Realm.User user, Duration window) {
    this.ports = ports;
    this.user = user;
    this.window = window;
  }

  /** Runs and prints. */
  public void run(int rounds) throws IOException, InterruptedException {
    var bench = new RequestBench(window);
    var signIn = new SignIn(ports);
    String token = signIn.token(user, user.project());
    issue(bench, token, rounds);
    List<String> many =
        Stream.generate(() -> signIn.token(user, user.project())).limit(TOKENS).toList();
    use(bench, many, rounds);
  }

  private void issue(RequestBench bench, String token, int rounds)
      throws IOException, InterruptedException {
    Api identity = new Api(SignIn.authUrl(ports), token);
    String credentials = credentials(identity);
    JsonNode credential =
        Api.send(
                identity.post(
                    credentials,
                    "{\"application_credential\":{\"name\":\"bench-%d\"}}"
                        .formatted(System.nanoTime())),
                201)
            .get("application_credential");
    String id = credential.get("id").asText();
    try {
      HttpRequest byPassword = signIn(SignIn.body(user, user.project()));
      HttpRequest byCredential =
          signIn(
              """
              {"auth":{"identity":{"methods":["application_credential"],
               "application_credential":{"id":"%s","secret":"%s"}}}}\
              """
                  .formatted(id, credential.get("secret").asText()));
      HttpRequest byToken =
          signIn(
              """
              {"auth":{"identity":{"methods":["token"],"token":{"id":"%s"}},
               "scope":{"project":{"id":"%s"}}}}\
              """
                  .formatted(token, user.project()));
      HttpRequest keycloak = new Tokens(ports).request(user);
      bench.run(
          "Tokens issued",
          List.of(
              new Way("Keycloak alone, by password", () -> keycloak, 200),
              new Way("by password", () -> byPassword, 201),
              new Way("by application credential", () -> byCredential, 201),
              new Way("by token", () -> byToken, 201)),
          ISSUE_CONNECTIONS,
          rounds);
    } finally {
      Api.send(identity.delete(credentials + "/" + id), 204);
    }
  }

  private static String credentials(Api identity) throws IOException, InterruptedException {
    JsonNode own =
        Api.send(
            identity.request("/auth/tokens").header("X-Subject-Token", identity.token()).build(),
            200);
    return "/users/" + own.at("/token/user/id").asText() + "/application_credentials";
  }

  private void use(RequestBench bench, List<String> tokens, int rounds)
      throws IOException, InterruptedException {
    String first = tokens.getFirst();
    Api gateway = new Api(ports.url(PartName.GATEWAY), first);
    String id =
        Api.send(gateway.post("/v2/images", "{\"name\":\"bench\"}"), 201).get("id").asText();
    for (String path : List.of("/v2/images?limit=1", "/v2/images/" + id)) {
      bench.run(
          "GET " + path,
          List.of(
              new Way("the registry alone", requests(PartName.REGISTRY, path, List.of(first)), 200),
              new Way("with one token", requests(PartName.GATEWAY, path, List.of(first)), 200),
              new Way(
                  "with %d tokens".formatted(TOKENS),
                  requests(PartName.GATEWAY, path, tokens),
                  200)),
          REQUEST_CONNECTIONS,
          rounds);
    }
    Api.send(gateway.delete("/v2/images/" + id), 204);
  }

  private Supplier<HttpRequest> requests(PartName part, String path, List<String> tokens) {
    List<HttpRequest> requests =
        tokens.stream().map(token -> new Api(ports.url(part), token).get(path)).toList();
    var next = new AtomicInteger();
    return () -> requests.get(Math.floorMod(next.getAndIncrement(), requests.size()));
  }

  private HttpRequest signIn(String body) {
    return HttpRequest.newBuilder(URI.create(SignIn.authUrl(ports) + "/auth/tokens"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }
}
