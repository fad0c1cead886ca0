package io.vitrine.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One object as it is given to Kubernetes. */
record Manifest(ObjectNode json) {

  String kind() {
    return json.path("kind").asText();
  }

  /** Such as {@code apps/v1 Deployment}. */
  String type() {
    return json.path("apiVersion").asText() + " " + kind();
  }

  String name() {
    return json.at("/metadata/name").asText();
  }

  JsonNode spec() {
    return json.path("spec");
  }

  /** Of a Deployment. */
  JsonNode pod() {
    return spec().at("/template/spec");
  }

  /** That a Deployment gives its pods. */
  Map<String, String> podLabels() {
    return texts(spec().at("/template/metadata/labels"));
  }

  /** Those that serve. */
  List<JsonNode> containers() {
    return pod().path("containers").valueStream().toList();
  }

  /** With those that run first. */
  List<JsonNode> allContainers() {
    return Stream.concat(
            pod().path("initContainers").valueStream(), pod().path("containers").valueStream())
        .toList();
  }

  boolean isOfVitrine() {
    return containers().stream()
        .anyMatch(container -> container.path("image").asText().startsWith("vitrine/"));
  }

  static Map<String, String> texts(JsonNode object) {
    var texts = new HashMap<String, String>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }
}
