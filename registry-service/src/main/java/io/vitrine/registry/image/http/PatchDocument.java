package io.vitrine.registry.image.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.problem.JsonBody;
import io.vitrine.problem.RequestProblem;
import io.vitrine.registry.image.ImagePatch;
import io.vitrine.registry.image.ImagePatch.Operation;
import io.vitrine.registry.image.ImagePatch.Presence;
import io.vitrine.registry.image.ImageProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads both of OpenStack's JSON-patch dialects. */
public final class PatchDocument {
  static final String V21 = "application/openstack-images-v2.1-json-patch";
  static final String V20 = "application/openstack-images-v2.0-json-patch";

  private final ImageForm form;

  public PatchDocument(ImageForm form) {
    this.form = form;
  }

  private enum Verb {
    ADD,
    REPLACE,
    REMOVE
  }

  /** One step as written, with its path read. */
  private record Step(Verb verb, String property, @Nullable JsonNode value) {
    JsonNode requiredValue() {
      if (value == null) {
        throw JsonBody.malformed("Operation on '/%s' must contain a value.".formatted(property));
      }
      return value;
    }
  }

  ImagePatch parse(@Nullable String contentType, byte @Nullable [] body) {
    String mediaType = contentType == null ? "" : contentType.split(";", 2)[0].strip();
    boolean old =
        switch (mediaType) {
          case V21 -> false;
          case V20 -> true;
          default -> throw new RequestProblem.UnsupportedPatch(List.of(V21, V20)).asException();
        };
    List<Operation> operations = new ArrayList<>();
    for (JsonNode element : JsonBody.array(body)) {
      if (!element.isObject()) {
        throw JsonBody.malformed("Operations must be JSON objects.");
      }
      operations.add(operation(old ? stepV20(element) : stepV21(element), old));
    }
    return new ImagePatch(operations);
  }

  /** What sets a property, be it there already or not. */
  public Operation set(String property, JsonNode value) {
    return operation(new Step(Verb.ADD, property, value), false);
  }

  /** What takes a custom property away. */
  public Operation remove(String property) {
    return operation(new Step(Verb.REMOVE, property, null), false);
  }

  private static Step stepV21(JsonNode element) {
    JsonNode op = element.path("op");
    JsonNode path = element.path("path");
    if (!op.isTextual() || !path.isTextual()) {
      throw JsonBody.malformed("Operation objects must contain 'op' and 'path' strings.");
    }
    Verb verb = verb(op.textValue());
    return new Step(verb, property(path.textValue(), verb), element.get("value"));
  }

  private static Step stepV20(JsonNode element) {
    List<String> verbs = new ArrayList<>();
    for (String verb : List.of("add", "replace", "remove")) {
      if (element.has(verb)) {
        verbs.add(verb);
      }
    }
    if (verbs.size() != 1 || !element.path(verbs.getFirst()).isTextual()) {
      throw JsonBody.malformed(
          "Operation objects must contain exactly one of 'add', 'replace' and 'remove' with a path.");
    }
    Verb verb = verb(verbs.getFirst());
    String path = element.get(verbs.getFirst()).textValue();
    return new Step(verb, property(path, verb), element.get("value"));
  }

  private static Verb verb(String op) {
    return switch (op) {
      case "add" -> Verb.ADD;
      case "replace" -> Verb.REPLACE;
      case "remove" -> Verb.REMOVE;
      default ->
          throw JsonBody.malformed(
              "Operation '%s' is not one of add, replace, remove.".formatted(op));
    };
  }

  /**
   * A JSON pointer of one segment. Only locations are added and removed one by one, which needs a
   * second segment.
   */
  private static String property(String pointer, Verb verb) {
    if (!pointer.startsWith("/")) {
      throw JsonBody.malformed("Pointer '%s' does not start with \"/\".".formatted(pointer));
    }
    String[] segments = pointer.substring(1).split("/", -1);
    String segment = segments[0];
    int depth = segment.equals("locations") && verb != Verb.REPLACE ? 2 : 1;
    if (segments.length != depth || Arrays.asList(segments).contains("")) {
      throw JsonBody.malformed("Invalid JSON pointer for this resource: '%s'".formatted(pointer));
    }
    if (segment.replace("~0", "").replace("~1", "").indexOf('~') >= 0) {
      throw JsonBody.malformed("Pointer '%s' has a bad escape.".formatted(pointer));
    }
    return segment.replace("~1", "/").replace("~0", "~");
  }

  private Operation operation(Step step, boolean old) {
    String property = step.property();
    if (property.equals("id")) {
      throw new ImageProblem.Refused("Attribute 'id' is read-only.").asException();
    }
    form.requireWritable(property);
    return ImageForm.BASE.contains(property)
        ? baseOperation(step, old)
        : customOperation(step, old);
  }

  private Operation baseOperation(Step step, boolean old) {
    String property = step.property();
    switch (step.verb()) {
      case REMOVE ->
          throw new ImageProblem.Refused("Property %s may not be removed.".formatted(property))
              .asException();
      case ADD -> {
        // The old dialect knows no "add or replace", and base properties are always there.
        if (old) {
          throw new ImageProblem.PatchConflict("Property %s already present.".formatted(property))
              .asException();
        }
      }
      case REPLACE -> {}
    }
    JsonNode value = step.requiredValue();
    return switch (property) {
      case "name" -> new Operation.SetName(form.name(value));
      case "visibility" -> new Operation.SetVisibility(form.visibility(value));
      case "disk_format" -> new Operation.SetDiskFormat(form.diskFormat(value));
      case "container_format" -> new Operation.SetContainerFormat(form.containerFormat(value));
      case "min_disk" -> new Operation.SetMinDisk(ImageForm.size(property, value));
      case "min_ram" -> new Operation.SetMinRam(ImageForm.size(property, value));
      case "protected" -> new Operation.SetProtected(ImageForm.flag(property, value));
      case "os_hidden" -> new Operation.SetHidden(ImageForm.flag(property, value));
      case "tags" -> new Operation.SetTags(ImageForm.tags(value));
      case "owner" ->
          new Operation.SetOwner(
              form.owner(value)
                  .orElseThrow(() -> JsonBody.malformed("An image must have an owner.")));
      default -> throw new IllegalStateException("no rule for base property " + property);
    };
  }

  private Operation customOperation(Step step, boolean old) {
    String property = ImageForm.customName(step.property());
    return switch (step.verb()) {
      case REMOVE -> new Operation.RemoveProperty(property);
      case ADD ->
          new Operation.SetProperty(
              property,
              form.customValue(property, step.requiredValue()),
              old ? Presence.ABSENT : Presence.ANY);
      case REPLACE ->
          new Operation.SetProperty(
              property, form.customValue(property, step.requiredValue()), Presence.PRESENT);
    };
  }
}
