package io.vitrine.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What each Deployment has to be. */
enum PodRule implements Rule {
  SHARES_NOTHING_WITH_ITS_NODE((overlay, deployment) ->
      Stream.of("hostNetwork", "hostPID", "hostIPC").noneMatch(deployment.pod()::has)
          && deployment.pod().findValues("hostPath").isEmpty()
          && deployment.pod().findValues("hostPort").isEmpty()),

  /** As the profile of that name of Pod Security, and a bit more. */
  IS_RESTRICTED((overlay, deployment) ->
      isUnprivilegedUser(deployment.pod().path("securityContext"))
          && deployment.allContainers().stream()
              .map(container -> container.path("securityContext"))
              .allMatch(PodRule::hasNoPrivileges)),

  /** Nothing of its own outlives a pod. */
  WRITES_TO_NOTHING_THAT_STAYS((overlay, deployment) ->
      deployment.allContainers().stream()
              .allMatch(
                  container -> container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
          && deployment.pod().path("volumes").valueStream().allMatch(PodRule::isForNow)),

  HAS_AN_ACCOUNT_OF_ITS_OWN((overlay, deployment) ->
      deployment.pod().path("serviceAccountName").asText().equals(deployment.name())
          && overlay.find("ServiceAccount", deployment.name()).isPresent()),

  KNOWS_NOTHING_OF_THE_CLUSTER((overlay, deployment) ->
      isFalse(deployment.pod().path("automountServiceAccountToken"))
          && isFalse(deployment.pod().path("enableServiceLinks"))),

  IS_OF_A_KNOWN_VERSION(eachContainer(container -> isVersioned(container.path("image").asText()))),

  SAYS_WHAT_IT_NEEDS(
      eachContainer(container ->
          Stream.of("/requests/cpu", "/requests/memory", "/limits/cpu", "/limits/memory")
              .noneMatch(what -> container.path("resources").at(what).isMissingNode()))),

  TELLS_HOW_IT_IS((overlay, deployment) ->
      deployment.containers().stream()
          .allMatch(container ->
              Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                  .allMatch(probe ->
                      hasPort(container, container.path(probe).at("/httpGet/port").asText())))),

  IS_SPREAD((overlay, deployment) ->
      deployment.pod().path("topologySpreadConstraints").size() > 0
          && deployment
              .pod()
              .path("topologySpreadConstraints")
              .valueStream()
              .allMatch(spread ->
                  Networks.selects(spread.path("labelSelector"), deployment.podLabels()))),

  IS_DISRUPTED_ONE_BY_ONE((overlay, deployment) ->
      overlay
              .all("PodDisruptionBudget")
              .filter(budget -> budget.spec().path("maxUnavailable").asInt() == 1)
              .filter(budget ->
                  Networks.selects(budget.spec().path("selector"), deployment.podLabels()))
              .count()
          == 1),

  IS_CLOSED_UNLESS_OPENED((overlay, deployment) ->
      new Networks(overlay).isClosed(deployment)
          && overlay.find("NetworkPolicy", deployment.name()).isPresent()),

  /** It is killed only after all that it waits for. */
  HAS_TIME_TO_STOP((overlay, deployment) -> {
    Map<String, String> settings = overlay.environment(deployment.containers().getFirst());
    Duration needed =
        Stream.of(
                "QUARKUS_SHUTDOWN_DELAY",
                "QUARKUS_SHUTDOWN_TIMEOUT",
                "VITRINE_WORKER_DRAIN_PATIENCE",
                "VITRINE_WORKER_STOP_PATIENCE")
            .map(setting -> Duration.parse("PT" + settings.getOrDefault(setting, "0S")))
            .reduce(Duration.ZERO, Duration::plus);
    int granted = deployment.pod().path("terminationGracePeriodSeconds").asInt(30);
    return needed.plusSeconds(5).toSeconds() <= granted;
  });

  private static final Pattern TAG = Pattern.compile(".+/[^/:]+:([^/:]+)");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final Set<String> FOR_NOW = Set.of("emptyDir", "secret", "configMap");

  private final BiPredicate<Overlay, Manifest> holds;

  PodRule(BiPredicate<Overlay, Manifest> holds) {
    this.holds = holds;
  }

  @Override
  public List<String> faults(Overlay overlay) {
    return overlay
        .deployments()
        .filter(deployment -> !holds.test(overlay, deployment))
        .map(Manifest::toString)
        .toList();
  }

  private static BiPredicate<Overlay, Manifest> eachContainer(Predicate<JsonNode> holds) {
    return (overlay, deployment) -> deployment.allContainers().stream().allMatch(holds);
  }

  private static boolean isFalse(JsonNode value) {
    return value.isBoolean() && !value.asBoolean();
  }

  private static boolean isUnprivilegedUser(JsonNode context) {
    return context.path("runAsNonRoot").asBoolean()
        && context.path("runAsUser").asInt() == 10001
        && context.at("/seccompProfile/type").asText().equals("RuntimeDefault");
  }

  private static boolean hasNoPrivileges(JsonNode context) {
    return isFalse(context.path("allowPrivilegeEscalation"))
        && !context.path("privileged").asBoolean()
        && !context.has("runAsUser")
        && !context.has("seccompProfile")
        && context.at("/capabilities/add").isMissingNode()
        && context.at("/capabilities/drop/0").asText().equals("ALL");
  }

  private static boolean isForNow(JsonNode volume) {
    return volume
        .propertyStream()
        .map(Map.Entry::getKey)
        .allMatch(key -> key.equals("name") || FOR_NOW.contains(key));
  }

  /** Ours is what this is the source of. */
  private static boolean isVersioned(String image) {
    Matcher tag = TAG.matcher(image);
    return tag.matches()
        && (image.startsWith("vitrine/")
            ? tag.group(1).equals(version())
            : !tag.group(1).equals("latest"));
  }

  private static String version() {
    try {
      Matcher version =
          VERSION.matcher(Files.readString(Checkout.find().root().resolve("pom.xml")));
      if (!version.find()) {
        throw new IllegalStateException("the project has no version");
      }
      return version.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasPort(JsonNode container, String name) {
    return container
        .path("ports")
        .valueStream()
        .anyMatch(port -> port.path("name").asText().equals(name));
  }
}
