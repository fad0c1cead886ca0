package io.vitrine.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one overlay comes to, as {@code kubectl kustomize} says. */
record Overlay(String name, List<Manifest> manifests) {
  static final Path ROOT = Checkout.find().root();
  static final List<String> NAMES = List.of("dev", "production", "existing-openstack");

  private static final String SECRET_KEY_REF = "/valueFrom/secretKeyRef";

  static Overlay of(String name) {
    String text = Kustomize.render(ROOT.resolve("k8s/overlays").resolve(name));
    return new Overlay(
        name, Yaml.read(text).stream().map(json -> new Manifest((ObjectNode) json)).toList());
  }

  /** One that a test may change. */
  Overlay copy() {
    return new Overlay(
        name,
        manifests.stream()
            .map(one -> new Manifest(one.json().deepCopy()))
            .collect(Collectors.toCollection(ArrayList::new)));
  }

  boolean isProduction() {
    return !name.equals("dev");
  }

  Stream<Manifest> all(String kind) {
    return manifests.stream().filter(one -> one.kind().equals(kind));
  }

  Optional<Manifest> find(String kind, String name) {
    return all(kind).filter(one -> one.name().equals(name)).findFirst();
  }

  Manifest get(String kind, String name) {
    return find(kind, name).orElseThrow(() -> new IllegalStateException(kind + " " + name));
  }

  Stream<Manifest> deployments() {
    return all("Deployment");
  }

  /** The five. */
  Stream<Manifest> services() {
    return deployments().filter(Manifest::isOfVitrine);
  }

  /** What a container finds in its environment; of a secret, a text that says where it is. */
  Map<String, String> environment(JsonNode container) {
    var variables = new HashMap<String, String>();
    container
        .path("envFrom")
        .forEach(from ->
            find("ConfigMap", from.at("/configMapRef/name").asText())
                .ifPresent(map -> variables.putAll(Manifest.texts(map.json().path("data")))));
    container
        .path("env")
        .forEach(variable ->
            variables.put(
                variable.path("name").asText(),
                variable.at(SECRET_KEY_REF).isMissingNode()
                    ? variable.path("value").asText()
                    : variable.at(SECRET_KEY_REF).toString()));
    return variables;
  }
}
