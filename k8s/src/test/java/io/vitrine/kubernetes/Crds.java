package io.vitrine.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kinds of the operators, by their CustomResourceDefinitions. */
final class Crds {
  private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V7);
  private static final List<Class<?>> STRIMZI =
      List.of(Kafka.class, KafkaNodePool.class, KafkaTopic.class, KafkaUser.class);

  private Crds() {}

  /** By type, as in {@code kafka.strimzi.io/v1 Kafka}. */
  static Map<String, JsonSchema> schemas() {
    var schemas = new HashMap<String, JsonSchema>();
    Stream.of(
            strimzi(),
            Stream.of("cloudnativepg.yaml", "keda.yaml", "keycloak.yaml").map(Crds::resource),
            released())
        .flatMap(Function.identity())
        .flatMap(text -> Yaml.read(text).stream())
        .forEach(crd -> add(schemas, crd));
    return schemas;
  }

  /** Whole CRDs, as their projects release them, from a folder that somebody names. */
  private static Stream<String> released() {
    String folder = System.getProperty("k8s.crds");
    if (folder == null) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.sorted().toList().stream().map(Crds::file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(Map<String, JsonSchema> schemas, JsonNode crd) {
    String group = crd.at("/spec/group").asText();
    String kind = crd.at("/spec/names/kind").asText();
    for (JsonNode version : crd.at("/spec/versions")) {
      ObjectNode schema = version.at("/schema/openAPIV3Schema").deepCopy();
      // Any object has them, whether its schema says so or not.
      List.of("apiVersion", "kind", "metadata")
          .forEach(name -> schema.withObject("/properties/" + name));
      close(schema);
      schemas.put(
          "%s/%s %s".formatted(group, version.path("name").asText(), kind),
          FACTORY.getSchema(schema));
    }
  }

  /** Makes an operator's schema, which an API server prunes by, one that refuses. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.path("x-kubernetes-int-or-string").asBoolean()) {
        object.remove(List.of("type", "anyOf"));
        object.putArray("type").add("integer").add("string");
      }
      boolean isOpen = object.path("x-kubernetes-preserve-unknown-fields").asBoolean();
      JsonNode properties = object.path("properties");
      if (properties.isObject() && !object.has("additionalProperties") && !isOpen) {
        object.put("additionalProperties", false);
      }
      properties.forEach(Crds::close);
      close(object.path("items"));
      close(object.path("additionalProperties"));
    }
  }

  /** By Strimzi's own program, which ends the JVM that it runs in. */
  private static Stream<String> strimzi() {
    try {
      Path folder = Files.createTempDirectory("crds");
      var command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.strimzi.crdgenerator.CrdGenerator",
                  "--yaml",
                  "--target-kube",
                  "1.30+",
                  "--crd-api-version",
                  "v1"));
      STRIMZI.forEach(
          kind -> command.add(kind.getName() + "=" + folder.resolve(kind.getSimpleName())));
      Process generator = new ProcessBuilder(command).redirectErrorStream(true).start();
      String words = new String(generator.getInputStream().readAllBytes(), UTF_8);
      if (generator.waitFor() != 0) {
        throw new IllegalStateException("no CRDs of Strimzi: " + words);
      }
      var texts = new ArrayList<String>();
      for (Class<?> kind : STRIMZI) {
        Path file = folder.resolve(kind.getSimpleName());
        texts.add(Files.readString(file));
        Files.delete(file);
      }
      Files.delete(folder);
      return texts.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream stream = Crds.class.getResourceAsStream("/crds/" + name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
