package io.vitrine.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.Acls;
import io.vitrine.local.Acls.Grant;
import io.vitrine.local.Acls.Right;
import io.vitrine.local.Checkout;
import io.vitrine.local.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The manifests that say what files in {@code deploy/} say. */
final class Generated {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STRIMZI = "kafka.strimzi.io/v1";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(VITRINE_[A-Z_]*SECRET)}");
  private static final Pattern INTEGER = Pattern.compile("-?\\d+");

  private final Checkout checkout;

  Generated(Checkout checkout) {
    this.checkout = checkout;
  }

  /** By their paths below {@code k8s/}. */
  Map<String, String> files() throws IOException {
    return new TreeMap<>(
        Map.of(
            "backing/kafka/topics.yaml",
            made("deploy/topics.properties", topics()),
            "backing/kafka-acls/users.yaml",
            made("deploy/kafka-acls.properties", users()),
            "backing/keycloak/realm.yaml",
            made("deploy/keycloak/vitrine-realm.json, without the people in it", List.of(realm())),
            "overlays/dev/people.yaml",
            made("deploy/keycloak/vitrine-realm.json: its people", List.of(people()))));
  }

  private static String made(String source, List<ObjectNode> documents) {
    return "# Made from %s by GeneratedTest: not edited by hand.\n".formatted(source)
        + Yaml.write(documents);
  }

  private static ObjectNode strimzi(String kind, String name) {
    ObjectNode document = JSON.createObjectNode().put("apiVersion", STRIMZI).put("kind", kind);
    document.putObject("metadata").put("name", name).putObject("labels");
    ((ObjectNode) document.at("/metadata/labels")).put("strimzi.io/cluster", "kafka");
    return document;
  }

  private List<ObjectNode> topics() throws IOException {
    var documents = new ArrayList<ObjectNode>();
    for (Topics.Topic topic : Topics.read(checkout.topics()).all()) {
      ObjectNode document = strimzi("KafkaTopic", topic.name());
      ObjectNode spec = document.putObject("spec").put("partitions", topic.partitions());
      ObjectNode config = spec.putObject("config");
      new TreeMap<>(topic.settings()).forEach((key, value) -> put(config, key, value));
      documents.add(document);
    }
    return documents;
  }

  private static void put(ObjectNode config, String key, String value) {
    if (INTEGER.matcher(value).matches()) {
      config.put(key, Long.parseLong(value));
    } else {
      config.put(key, value);
    }
  }

  /** Without credentials: they come with Keycloak's tokens, and the name is all that ACLs need. */
  private List<ObjectNode> users() throws IOException {
    var users = new TreeMap<String, ObjectNode>();
    List<Grant> grants =
        Acls.read(checkout.kafkaAcls()).all().stream()
            .sorted(
                Comparator.comparing(Grant::principal)
                    .thenComparing(Grant::right)
                    .thenComparing(Grant::name))
            .toList();
    for (Grant grant : grants) {
      ObjectNode user =
          users.computeIfAbsent(
              grant.principal(),
              principal -> {
                ObjectNode document = strimzi("KafkaUser", principal);
                document.putObject("spec").putObject("authorization").put("type", "simple");
                return document;
              });
      addAcl(((ObjectNode) user.at("/spec/authorization")).withArrayProperty("acls"), grant);
    }
    return List.copyOf(users.values());
  }

  private static void addAcl(ArrayNode acls, Grant grant) {
    boolean isPrefix = grant.name().endsWith("*");
    ObjectNode acl = acls.addObject();
    acl.putObject("resource")
        .put("type", grant.right() == Right.GROUP ? "group" : "topic")
        .put("name", isPrefix ? grant.name().substring(0, grant.name().length() - 1) : grant.name())
        .put("patternType", isPrefix ? "prefix" : "literal");
    acl.putArray("operations").add(grant.right() == Right.WRITE ? "Write" : "Read");
  }

  private ObjectNode source() throws IOException {
    return (ObjectNode) JSON.readTree(Files.readString(checkout.realm()));
  }

  private static ObjectNode realmImport() {
    ObjectNode document =
        JSON.createObjectNode()
            .put("apiVersion", "k8s.keycloak.org/v2alpha1")
            .put("kind", "KeycloakRealmImport");
    document.putObject("metadata").put("name", "vitrine");
    return document;
  }

  /** People sign in with passwords that the file says: they, and their projects, are for trying. */
  private ObjectNode realm() throws IOException {
    ObjectNode realm = source();
    removeIf(realm.withArrayProperty("users"), user -> user.has("credentials"));
    for (JsonNode group : realm.path("groups")) {
      if (group.path("name").asText().equals("projects")) {
        removeIf(
            (ArrayNode) group.path("subGroups"),
            project -> !project.path("name").asText().equals("service"));
      }
    }
    ObjectNode document = realmImport();
    ObjectNode spec = document.putObject("spec").put("keycloakCRName", "keycloak");
    spec.set("realm", realm);
    ObjectNode placeholders = spec.putObject("placeholders");
    PLACEHOLDER
        .matcher(realm.toString())
        .results()
        .map(found -> found.group(1))
        .distinct()
        .sorted()
        .forEach(name ->
            placeholders
                .putObject(name)
                .putObject("secret")
                .put("name", "vitrine-clients")
                .put("key", client(name)));
    return document;
  }

  /** VITRINE_STORE_SECRET is that of vitrine-store. */
  private static String client(String placeholder) {
    return placeholder.replaceFirst("_SECRET$", "").toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void removeIf(ArrayNode nodes, Predicate<JsonNode> isGone) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (isGone.test(nodes.get(i))) {
        nodes.remove(i);
      }
    }
  }

  /** A patch, which replaces lists as a whole. */
  private ObjectNode people() throws IOException {
    ObjectNode source = source();
    ObjectNode document = realmImport();
    ObjectNode realm = document.putObject("spec").putObject("realm");
    realm.set("groups", source.path("groups"));
    realm.set("users", source.path("users"));
    return document;
  }
}
