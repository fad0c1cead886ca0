package io.vitrine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong is found: production is changed for the worse, one thing at a time. */
class MutantsTest {
  private static final Schemas SCHEMAS = new Schemas();

  @BeforeAll
  static void render() {
    assertThat(Overlays.all()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isAgainstItsRule(Wrong wrong) {
    // Given
    Overlay overlay = Overlays.named("production").copy();
    assertThat(wrong.rule.faults(overlay)).isEmpty();

    // When
    wrong.change.accept(overlay);

    // Then
    assertThat(wrong.rule.faults(overlay)).isNotEmpty();
  }

  @Test
  void eachRuleIsBrokenOnce() {
    assertThat(Stream.of(Wrong.values()).map(wrong -> wrong.rule)).containsAll(Rule.all().toList());
  }

  private enum Wrong {
    A_HOST_NETWORK(
        PodRule.SHARES_NOTHING_WITH_ITS_NODE, pod("store", pod -> pod.put("hostNetwork", true))),
    A_HOST_PATH(
        PodRule.SHARES_NOTHING_WITH_ITS_NODE,
        pod("store", pod -> volume(pod).putObject("hostPath").put("path", "/"))),
    A_HOST_PORT(
        PodRule.SHARES_NOTHING_WITH_ITS_NODE,
        container("store", one -> ((ObjectNode) one.at("/ports/0")).put("hostPort", 8080))),
    A_PRIVILEGED_CONTAINER(
        PodRule.IS_RESTRICTED, container("store", one -> security(one).put("privileged", true))),
    A_CONTAINER_OF_ROOT(
        PodRule.IS_RESTRICTED, container("store", one -> security(one).put("runAsUser", 0))),
    A_POD_OF_ROOT(PodRule.IS_RESTRICTED, pod("store", pod -> security(pod).remove("runAsNonRoot"))),
    A_CAPABILITY(
        PodRule.IS_RESTRICTED,
        container(
            "store",
            one ->
                ((ObjectNode) one.at("/securityContext/capabilities"))
                    .putArray("add")
                    .add("NET_ADMIN"))),
    NO_SECCOMP(PodRule.IS_RESTRICTED, pod("store", pod -> security(pod).remove("seccompProfile"))),
    AN_INIT_CONTAINER_WITH_PRIVILEGES(
        PodRule.IS_RESTRICTED,
        pod(
            "registry",
            pod -> ((ObjectNode) pod.at("/initContainers/0")).remove("securityContext"))),
    A_ROOT_TO_WRITE_TO(
        PodRule.WRITES_TO_NOTHING_THAT_STAYS,
        container("store", one -> security(one).put("readOnlyRootFilesystem", false))),
    A_CLAIM(
        PodRule.WRITES_TO_NOTHING_THAT_STAYS,
        pod(
            "store",
            pod -> volume(pod).putObject("persistentVolumeClaim").put("claimName", "data"))),
    ANOTHERS_ACCOUNT(
        PodRule.HAS_AN_ACCOUNT_OF_ITS_OWN,
        pod("store", pod -> pod.put("serviceAccountName", "registry"))),
    A_TOKEN(
        PodRule.KNOWS_NOTHING_OF_THE_CLUSTER,
        pod("store", pod -> pod.put("automountServiceAccountToken", true))),
    SERVICE_LINKS(
        PodRule.KNOWS_NOTHING_OF_THE_CLUSTER,
        pod("store", pod -> pod.remove("enableServiceLinks"))),
    THE_LATEST_IMAGE(
        PodRule.IS_OF_A_KNOWN_VERSION,
        container("store", one -> one.put("image", "vitrine/store-service:latest"))),
    NO_TAG(
        PodRule.IS_OF_A_KNOWN_VERSION,
        container("store", one -> one.put("image", "vitrine/store-service"))),
    NO_LIMIT(
        PodRule.SAYS_WHAT_IT_NEEDS,
        container("store", one -> ((ObjectNode) one.at("/resources/limits")).remove("memory"))),
    NO_REQUEST(
        PodRule.SAYS_WHAT_IT_NEEDS,
        container("store", one -> ((ObjectNode) one.at("/resources")).remove("requests"))),
    NO_PROBE(PodRule.TELLS_HOW_IT_IS, container("store", one -> one.remove("readinessProbe"))),
    A_PROBE_OF_NO_PORT(
        PodRule.TELLS_HOW_IT_IS,
        container(
            "store",
            one -> ((ObjectNode) one.at("/startupProbe/httpGet")).put("port", "management"))),
    NO_SPREAD(PodRule.IS_SPREAD, pod("store", pod -> pod.remove("topologySpreadConstraints"))),
    NO_BUDGET(PodRule.IS_DISRUPTED_ONE_BY_ONE, without("PodDisruptionBudget", "store")),
    NO_POLICY(PodRule.IS_CLOSED_UNLESS_OPENED, without("NetworkPolicy", "metadefs")),
    A_POD_THAT_NO_POLICY_SELECTS(
        PodRule.IS_CLOSED_UNLESS_OPENED,
        spec(
            "Deployment",
            "store",
            spec -> at(spec, "/template/metadata").putObject("labels").put("app", "store"))),
    A_QUICK_END(
        PodRule.HAS_TIME_TO_STOP,
        pod("store", pod -> pod.put("terminationGracePeriodSeconds", 30))),
    ANOTHER_NAMESPACE(
        OverlayRule.LIES_IN_ONE_NAMESPACE,
        overlay ->
            ((ObjectNode) overlay.get("Service", "store").json().path("metadata"))
                .put("namespace", "default")),
    A_NUMBER_OF_REPLICAS(
        OverlayRule.SCALES_EACH_SERVICE,
        spec("Deployment", "store", spec -> spec.put("replicas", 3))),
    NO_SCALER(OverlayRule.SCALES_EACH_SERVICE, without("ScaledObject", "worker")),
    A_SCALER_OF_NOTHING(
        OverlayRule.SCALES_WHAT_IS_THERE,
        spec(
            "HorizontalPodAutoscaler",
            "store",
            spec -> ((ObjectNode) spec.path("scaleTargetRef")).put("name", "shop"))),
    AN_UNKNOWN_METER(
        OverlayRule.WORKERS_FOLLOW_THE_QUEUE,
        spec(
            "ScaledObject",
            "worker",
            spec ->
                ((ObjectNode) spec.at("/triggers/0/metadata"))
                    .put("valueLocation", "vitrine_imports_waitng"))),
    MORE_PLACES_THAN_RECKONED(
        OverlayRule.WORKERS_FOLLOW_THE_QUEUE, setting("worker", "VITRINE_WORKER_SLOTS", "4")),
    AN_OPEN_WAY(
        OverlayRule.OPENS_THE_ROUTES_AND_NO_OTHERS,
        spec(
                "NetworkPolicy",
                "metadefs",
                spec ->
                    spec.putArray("egress")
                        .addObject()
                        .putArray("to")
                        .addObject()
                        .putObject("podSelector"))
            .andThen(spec("NetworkPolicy", "store", spec -> spec.putArray("ingress").addObject()))),
    A_CLOSED_WAY(OverlayRule.OPENS_THE_ROUTES_AND_NO_OTHERS, without("NetworkPolicy", "store")),
    A_WAY_TO_METADATA(
        OverlayRule.KEEPS_WORKERS_OUTSIDE,
        spec(
            "NetworkPolicy",
            "worker",
            spec -> ((ObjectNode) spec.at("/egress/1/to/0/ipBlock")).remove("except"))),
    NO_WAY_OUT(
        OverlayRule.LETS_WORKERS_FETCH,
        spec("NetworkPolicy", "worker", spec -> ((ArrayNode) spec.path("egress")).remove(1))),
    A_SECRET(
        OverlayRule.HAS_NO_SECRETS_IN_PRODUCTION,
        overlay -> overlay.get("ServiceAccount", "store").json().put("kind", "Secret")),
    A_PASSWORD(
        OverlayRule.HAS_NO_SECRETS_IN_PRODUCTION,
        setting("registry", "QUARKUS_DATASOURCE_PASSWORD", "swordfish")),
    NO_CHECKS(
        OverlayRule.IS_CHECKED_IN_PRODUCTION, setting("store", "VITRINE_PRODUCTION", "false")),
    AN_OPEN_KAFKA(
        OverlayRule.STARTS_IN_PRODUCTION, setting("store", "KAFKA_SECURITY_PROTOCOL", "PLAINTEXT")),
    A_SETTING_THAT_NOBODY_KNOWS(
        OverlayRule.SETS_WHAT_IS_DOCUMENTED, setting("worker", "VITRINE_WORKER_SLOT", "2")),
    NO_MAP(
        OverlayRule.NAMES_MAPS_THAT_ARE_THERE,
        overlay -> overlay.manifests().removeIf(one -> one.name().startsWith("stores-"))),
    AN_UNKNOWN_SECRET(
        OverlayRule.NAMES_SECRETS_THAT_ARE_THERE,
        container(
            "store",
            one -> ((ObjectNode) one.at("/env/0/valueFrom/secretKeyRef")).put("key", "acess-key"))),
    ANOTHER_PORT(
        OverlayRule.LEADS_TO_PORTS_THAT_ARE_THERE,
        setting("worker", "VITRINE_REGISTRY_URL", "http://registry:9281")),
    KAFKA_IN_CLEAR_TEXT(
        OverlayRule.LEADS_TO_PORTS_THAT_ARE_THERE,
        setting("worker", "KAFKA_BOOTSTRAP_SERVERS", "kafka-kafka-bootstrap:9092")),
    A_SERVICE_OF_NO_PORT(
        OverlayRule.SERVES_PORTS_THAT_ARE_THERE,
        spec(
            "Service",
            "store",
            spec -> ((ObjectNode) spec.at("/ports/0")).put("targetPort", "web"))),
    NOBODY_THAT_KAFKA_KNOWS(
        OverlayRule.TELLS_KAFKA_WHO_COMES, without("KafkaUser", "vitrine-store")),
    NO_TOPIC(OverlayRule.TELLS_KAFKA_WHO_COMES, without("KafkaTopic", "vitrine.blobs"));

    private final Rule rule;
    private final Consumer<Overlay> change;

    Wrong(Rule rule, Consumer<Overlay> change) {
      this.rule = rule;
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotFitItsSchema(Misfit misfit) {
    // Given
    Manifest manifest =
        Overlays.named("production").copy().manifests().stream()
            .filter(one -> one.kind().equals(misfit.kind))
            .findFirst()
            .orElseThrow();
    assertThat(SCHEMAS.faults(manifest)).isEmpty();

    // When
    misfit.change.accept(manifest.json());

    // Then
    assertThat(SCHEMAS.faults(manifest)).isNotEmpty();
  }

  private enum Misfit {
    AN_UNKNOWN_FIELD("Deployment", json -> at(json, "/spec/template/spec").put("hostNetworks", 1)),
    AN_UNKNOWN_FIELD_OF_A_LIST(
        "Deployment", json -> at(json, "/spec/template/spec/containers/0").put("imag", "x")),
    A_NUMBER_FOR_A_TEXT(
        "Deployment",
        json ->
            at(json, "/spec/template/spec/containers/0")
                .withArray("env")
                .addObject()
                .put("name", "A")
                .put("value", 1)),
    A_TEXT_FOR_A_NUMBER(
        "Deployment", json -> at(json, "/spec").put("revisionHistoryLimit", "three")),
    NO_SELECTOR("Deployment", json -> at(json, "/spec").remove("selector")),
    ANOTHER_VERSION(
        "HorizontalPodAutoscaler", json -> json.put("apiVersion", "autoscaling/v2beta2")),
    NO_POD_SELECTOR("NetworkPolicy", json -> at(json, "/spec").put("podSelectors", "all")),
    AN_UNKNOWN_FIELD_OF_KAFKA("Kafka", json -> at(json, "/spec/kafka").put("replica", 3)),
    A_LISTENER_WITHOUT_TLS("Kafka", json -> at(json, "/spec/kafka/listeners/0").remove("tls")),
    NO_ROLE("KafkaNodePool", json -> at(json, "/spec").putArray("roles").add("boss")),
    NO_PARTITIONS("KafkaTopic", json -> at(json, "/spec").put("partitions", 0)),
    AN_UNKNOWN_OPERATION(
        "KafkaUser",
        json -> at(json, "/spec/authorization/acls/0").putArray("operations").add("Reed")),
    AN_UNKNOWN_FIELD_OF_POSTGRES("Cluster", json -> at(json, "/spec").put("instance", 3)),
    NO_OWNER("Database", json -> at(json, "/spec").remove("owner")),
    AN_UNKNOWN_FIELD_OF_KEDA("ScaledObject", json -> at(json, "/spec").put("minReplicas", 0)),
    NO_TARGET("ScaledObject", json -> at(json, "/spec/triggers/0/metadata").remove("targetValue")),
    AN_UNKNOWN_FIELD_OF_KEYCLOAK("Keycloak", json -> at(json, "/spec").put("replicas", 2)),
    AN_UNKNOWN_FIELD_OF_THE_REALM(
        "KeycloakRealmImport", json -> at(json, "/spec/realm").put("sslRequire", "all"));

    private final String kind;
    private final Consumer<ObjectNode> change;

    Misfit(String kind, Consumer<ObjectNode> change) {
      this.kind = kind;
      this.change = change;
    }
  }

  private static ObjectNode at(JsonNode json, String path) {
    return (ObjectNode) json.at(path);
  }

  private static Consumer<Overlay> spec(String kind, String name, Consumer<ObjectNode> change) {
    return overlay -> change.accept((ObjectNode) overlay.get(kind, name).spec());
  }

  private static Consumer<Overlay> pod(String name, Consumer<ObjectNode> change) {
    return spec("Deployment", name, spec -> change.accept(at(spec, "/template/spec")));
  }

  private static Consumer<Overlay> container(String name, Consumer<ObjectNode> change) {
    return pod(name, pod -> change.accept(at(pod, "/containers/0")));
  }

  private static Consumer<Overlay> setting(String service, String name, String value) {
    return container(
        service, one -> one.withArray("env").addObject().put("name", name).put("value", value));
  }

  private static Consumer<Overlay> without(String kind, String name) {
    return overlay ->
        overlay.manifests().removeIf(one -> one.kind().equals(kind) && one.name().equals(name));
  }

  private static ObjectNode security(JsonNode of) {
    return at(of, "/securityContext");
  }

  private static ObjectNode volume(ObjectNode pod) {
    return pod.withArray("volumes").addObject().put("name", "data");
  }
}
