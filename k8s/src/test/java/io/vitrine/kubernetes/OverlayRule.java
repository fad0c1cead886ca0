package io.vitrine.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.readiness.Jvm;
import io.vitrine.readiness.Settings;
import io.vitrine.readiness.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an overlay has to be as a whole. */
enum OverlayRule implements Rule {
  LIES_IN_ONE_NAMESPACE(overlay ->
      overlay.manifests().stream()
          .filter(one -> !one.kind().equals("Namespace"))
          .filter(one -> !one.json().at("/metadata/namespace").asText().equals("vitrine"))
          .map(Manifest::toString)),

  /** By one, and by nobody else: a number of replicas would set back what a scaler has done. */
  SCALES_EACH_SERVICE(overlay ->
      overlay
          .services()
          .filter(service ->
              service.spec().has("replicas")
                  || scalers(overlay)
                          .filter(target -> target.path("name").asText().equals(service.name()))
                          .count()
                      != 1)
          .map(Manifest::toString)),

  SCALES_WHAT_IS_THERE(overlay ->
      scalers(overlay)
          .map(target -> target.path("name").asText())
          .filter(name -> overlay.find("Deployment", name).isEmpty())),

  /** KEDA asks for meters that the registry has, and reckons with the places that a worker has. */
  WORKERS_FOLLOW_THE_QUEUE(overlay -> {
    Manifest scaler = overlay.get("ScaledObject", "worker");
    Map<String, String> worker =
        overlay.environment(overlay.get("Deployment", "worker").containers().getFirst());
    JsonNode modifiers = scaler.spec().at("/advanced/scalingModifiers");
    Set<String> named = Set.copyOf(scaler.spec().path("triggers").findValuesAsText("name"));
    return Stream.concat(
        Stream.of(modifiers.path("target").asText())
            .filter(target -> !target.equals(worker.get("VITRINE_WORKER_SLOTS"))),
        Stream.concat(
            Stream.of(modifiers.path("formula").asText().split("\\W+"))
                .filter(word -> !named.contains(word)),
            scaler
                .spec()
                .path("triggers")
                .valueStream()
                .map(trigger -> trigger.path("metadata"))
                .filter(trigger ->
                    !Facts.DOCUMENTED.isMeter(trigger.path("valueLocation").asText())
                        || !trigger
                            .path("url")
                            .asText()
                            .equals("http://registry.vitrine.svc:8080/q/metrics"))
                .map(JsonNode::toString)));
  }),

  /** Who is told another's address may reach it, and nobody else. */
  OPENS_THE_ROUTES_AND_NO_OTHERS(overlay -> {
    var networks = new Networks(overlay);
    return overlay
        .services()
        .flatMap(from ->
            overlay
                .services()
                .filter(to -> !from.name().equals(to.name()) && !to.name().equals("gateway"))
                .filter(to ->
                    networks.lets(from, to, 8080)
                        != addresses(overlay, from).anyMatch(at -> at.getHost().equals(to.name())))
                .map(to -> from.name() + " to " + to.name()));
  }),

  KEEPS_WORKERS_OUTSIDE(overlay ->
      Networks.INSIDE.stream()
          .filter(address ->
              new Networks(overlay)
                  .letsOut(overlay.get("Deployment", "worker"), InetAddress.ofLiteral(address)))),

  LETS_WORKERS_FETCH(overlay ->
      Stream.of("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")
          .filter(address ->
              !new Networks(overlay)
                  .letsOut(overlay.get("Deployment", "worker"), InetAddress.ofLiteral(address)))),

  /** A setting that is one is a path, or comes from a Secret, which somebody else has made. */
  HAS_NO_SECRETS_IN_PRODUCTION(overlay ->
      Stream.concat(
              overlay.all("Secret").map(Manifest::toString),
              overlay
                  .services()
                  .flatMap(service -> service.allContainers().stream())
                  .flatMap(container -> overlay.environment(container).entrySet().stream())
                  .filter(setting -> Facts.SECRET.matcher(setting.getKey()).find())
                  .filter(setting ->
                      !setting.getValue().startsWith("/") && !setting.getValue().startsWith("{"))
                  .map(Map.Entry::getKey))
          .filter(fault -> overlay.isProduction())),

  IS_CHECKED_IN_PRODUCTION(overlay ->
      overlay
          .services()
          .filter(service ->
              overlay.isProduction()
                  != "true"
                      .equals(
                          overlay
                              .environment(service.containers().getFirst())
                              .get("VITRINE_PRODUCTION")))
          .map(Manifest::toString)),

  /** With what a Secret holds taken for good. */
  STARTS_IN_PRODUCTION(overlay ->
      overlay
          .services()
          .filter(service -> overlay.isProduction())
          .flatMap(service -> service.allContainers().stream())
          .filter(container -> container.path("image").asText().startsWith("vitrine/"))
          .map(container -> Verdict.of(new Settings(overlay.environment(container)), Facts.JVM))
          .filter(Verdict::forbidsStart)
          .map(Verdict::refusal)),

  SETS_WHAT_IS_DOCUMENTED(overlay ->
      overlay
          .services()
          .flatMap(service -> service.allContainers().stream())
          .flatMap(container -> overlay.environment(container).keySet().stream())
          .distinct()
          .filter(name -> !Facts.DOCUMENTED.isSetting(name))),

  NAMES_MAPS_THAT_ARE_THERE(overlay ->
      overlay
          .deployments()
          .flatMap(one -> one.pod().findValues("configMapRef").stream())
          .map(map -> map.path("name").asText())
          .filter(name -> overlay.find("ConfigMap", name).isEmpty())),

  /** Secrets are in the overlay, made by an operator, or in the README's list with their keys. */
  NAMES_SECRETS_THAT_ARE_THERE(overlay ->
      secrets(overlay)
          .filter(secret -> !Facts.OF_OPERATORS.contains(secret))
          .filter(secret ->
              !(overlay.isProduction() ? Facts.IN_README : made(overlay)).contains(secret))),

  /** A URL among the settings leads to a port that is open there. */
  LEADS_TO_PORTS_THAT_ARE_THERE(overlay ->
      overlay
          .services()
          .flatMap(service -> addresses(overlay, service))
          .filter(at ->
              !at.getHost().contains(".") && !ports(overlay, at.getHost()).contains(at.getPort()))
          .map(URI::toString)
          .distinct()),

  SERVES_PORTS_THAT_ARE_THERE(overlay ->
      overlay
          .all("Service")
          .filter(service ->
              overlay
                  .deployments()
                  .filter(one ->
                      one.podLabels()
                          .entrySet()
                          .containsAll(Manifest.texts(service.spec().path("selector")).entrySet()))
                  .filter(one ->
                      one.containers()
                          .getFirst()
                          .path("ports")
                          .findValuesAsText("name")
                          .contains(service.spec().at("/ports/0/targetPort").asText()))
                  .findAny()
                  .isEmpty())
          .map(Manifest::toString)),

  /** Where Kafka asks who comes, it knows each service, and topics that are there. */
  TELLS_KAFKA_WHO_COMES(overlay ->
      Stream.concat(
          overlay
              .services()
              .map(service -> overlay.environment(service.containers().getFirst()))
              .filter(settings -> "SASL_SSL".equals(settings.get("KAFKA_SECURITY_PROTOCOL")))
              .map(settings ->
                  settings.getOrDefault(
                      "KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID", "nobody"))
              .filter(client -> overlay.find("KafkaUser", client).isEmpty()),
          overlay
              .all("KafkaUser")
              .flatMap(user -> user.json().findValues("resource").stream())
              .filter(resource -> resource.path("type").asText().equals("topic"))
              .map(resource -> resource.path("name").asText())
              .filter(topic -> overlay.find("KafkaTopic", topic).isEmpty())));

  /** What the rules know of the world around. */
  private static final class Facts {
    static final Documented DOCUMENTED = new Documented();

    /** As images run it. */
    static final Jvm JVM =
        new Jvm(256 << 20, List.of("-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError"));

    /** Where a secret is named, by Kubernetes and by the operators. */
    static final Set<String> REFERENCES =
        Set.of("secret", "secretKeyRef", "usernameSecret", "passwordSecret");

    static final Pattern ADDRESS =
        Pattern.compile("(?:(?:https?|postgresql)://|^)[a-z0-9.-]+:\\d+");

    static final Pattern SECRET = Pattern.compile("PASSWORD|SECRET|_KEY$|TOKEN$");

    /** Strimzi's and CloudNativePG's authorities. */
    static final Set<String> OF_OPERATORS =
        Set.of("kafka-cluster-ca-cert ca.crt", "postgres-ca ca.crt");

    static final Set<String> IN_README = readme();

    /** Rows like {@code | `vitrine-s3` | `access-key`, `secret-key` | … |}. */
    private static Set<String> readme() {
      Pattern row = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| ((?:`[a-z0-9.-]+`(?:, )?)+) \\|");
      Pattern key = Pattern.compile("`([a-z0-9.-]+)`");
      try {
        return row.matcher(Files.readString(Overlay.ROOT.resolve("k8s/README.md")))
            .results()
            .flatMap(found ->
                key.matcher(found.group(2))
                    .results()
                    .map(each -> found.group(1) + " " + each.group(1)))
            .collect(Collectors.toSet());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Function<Overlay, Stream<String>> faults;

  OverlayRule(Function<Overlay, Stream<String>> faults) {
    this.faults = faults;
  }

  @Override
  public List<String> faults(Overlay overlay) {
    return faults.apply(overlay).toList();
  }

  private static Stream<JsonNode> scalers(Overlay overlay) {
    return Stream.concat(overlay.all("HorizontalPodAutoscaler"), overlay.all("ScaledObject"))
        .map(scaler -> scaler.spec().path("scaleTargetRef"));
  }

  /** Where a service is sent by its settings. */
  private static Stream<URI> addresses(Overlay overlay, Manifest service) {
    return overlay.environment(service.containers().getFirst()).values().stream()
        .flatMap(value -> Facts.ADDRESS.matcher(value).results())
        .map(MatchResult::group)
        .map(found -> URI.create(found.contains("://") ? found : "kafka://" + found));
  }

  private static Set<Integer> ports(Overlay overlay, String host) {
    return switch (host) {
      case "kafka-kafka-bootstrap" ->
          numbers(overlay.get("Kafka", "kafka").spec().at("/kafka/listeners"));
      case "postgres-rw" ->
          overlay.find("Cluster", "postgres").isPresent() ? Set.of(5432) : Set.of();
      case "keycloak-service" -> {
        JsonNode http = overlay.get("Keycloak", "keycloak").spec().path("http");
        var ports = new TreeSet<Integer>();
        if (http.path("httpEnabled").asBoolean()) {
          ports.add(8080);
        }
        if (http.has("tlsSecret")) {
          ports.add(8443);
        }
        yield ports;
      }
      default ->
          overlay
              .find("Service", host)
              .map(service -> numbers(service.spec().path("ports")))
              .orElse(Set.of());
    };
  }

  private static Set<Integer> numbers(JsonNode ports) {
    return ports.valueStream().map(port -> port.path("port").asInt()).collect(Collectors.toSet());
  }

  /** Each secret that anything names, with the key. */
  private static Stream<String> secrets(Overlay overlay) {
    var found = new TreeSet<String>();
    overlay.manifests().forEach(one -> addSecrets(one.json(), found));
    return found.stream();
  }

  private static void addSecrets(JsonNode json, Set<String> found) {
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      JsonNode value = entry.getValue();
      if (entry.getKey().equals("tlsSecret")) {
        found.add(value.asText() + " tls.crt");
        found.add(value.asText() + " tls.key");
      } else if (Facts.REFERENCES.contains(entry.getKey()) && value.isObject()) {
        keys(value)
            .forEach(key ->
                found.add(
                    value.path("name").asText(value.path("secretName").asText()) + " " + key));
      }
    }
    json.forEach(child -> addSecrets(child, found));
  }

  private static List<String> keys(JsonNode reference) {
    if (reference.has("key")) {
      return List.of(reference.path("key").asText());
    }
    return reference.has("items")
        ? reference.path("items").findValuesAsText("key")
        : List.of("username", "password");
  }

  private static Set<String> made(Overlay overlay) {
    return overlay
        .all("Secret")
        .flatMap(secret ->
            secret
                .json()
                .path("data")
                .propertyStream()
                .map(entry -> secret.name() + " " + entry.getKey()))
        .collect(Collectors.toSet());
  }
}
