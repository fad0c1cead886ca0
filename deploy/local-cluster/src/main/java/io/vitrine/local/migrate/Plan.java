package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What makes the target's image what the source's is. It looks at nothing but the two as they are,
 * so a run that was killed is gone on with by planning again.
 */
final class Plan {
  /** Of these there is always one, even if it is null. */
  private static final Set<String> FORMATS = Set.of("disk_format", "container_format");

  private static final String NAME = "name";
  private static final String PENDING = "pending";

  private Plan() {}

  /**
   * The steps, in their order.
   *
   * @param source an image whose bytes are not on their way, with the target's ids of projects
   */
  static List<Step> of(ImageRecord source, Optional<ImageRecord> target) {
    if (target.isPresent()) {
      return between(source, target.get());
    }
    ImageRecord created = source.asCreated();
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Create(source.id(), created.said()));
    steps.addAll(between(source, created));
    return steps;
  }

  private static List<Step> between(ImageRecord source, ImageRecord target) {
    if (target.isUnderWay()) {
      return List.of(new Step.Settle(target.status()));
    }
    // An image is protected when it is complete: until then it can be thrown away.
    boolean protectAtLast = source.isProtected() && !target.isProtected();
    List<Step> steps = new ArrayList<>();
    ArrayNode patch = patch(source, target);
    if (!patch.isEmpty()) {
      steps.add(new Step.Change(patch));
    }
    if (source.hasBytes() && target.isQueued()) {
      steps.add(new Step.Upload(source.content()));
    }
    // Before what may be refused: nobody is to use it meanwhile.
    if (source.isDeactivated() && !target.isDeactivated()) {
      steps.add(new Step.Deactivate());
    } else if (source.hasBytes() && !source.isDeactivated() && target.isDeactivated()) {
      steps.add(new Step.Reactivate());
    }
    if (source.isShared()) {
      steps.addAll(sharing(source, target));
    }
    if (protectAtLast) {
      ArrayNode last = JsonNodeFactory.instance.arrayNode();
      last.add(
          operation("replace", ImageRecord.PROTECTED, source.said().get(ImageRecord.PROTECTED)));
      steps.add(new Step.Change(last));
    }
    return steps;
  }

  private static List<Step> sharing(ImageRecord source, ImageRecord target) {
    List<Step> steps = new ArrayList<>();
    source
        .members()
        .forEach((member, answer) -> {
          String there = target.members().get(member);
          if (there == null) {
            steps.add(new Step.Share(member));
          }
          if (!answer.equals(there == null ? PENDING : there)) {
            steps.add(new Step.Answer(member, answer));
          }
        });
    target.members().keySet().stream()
        .filter(member -> !source.members().containsKey(member))
        .forEach(member -> steps.add(new Step.Unshare(member)));
    return steps;
  }

  private static ArrayNode patch(ImageRecord source, ImageRecord target) {
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    Set<String> keys = new TreeSet<>(source.said().keySet());
    keys.addAll(target.said().keySet());
    for (String key : keys) {
      JsonNode there = source.said().get(key);
      JsonNode here = target.said().get(key);
      boolean isLater = key.equals(ImageRecord.PROTECTED) && source.isProtected();
      boolean isFixed = FORMATS.contains(key) && !target.isQueued();
      boolean isNobodys = key.equals(ImageRecord.OWNER) && there == null;
      if (isLater || isFixed || isNobodys || (there != null && there.equals(here))) {
        continue;
      }
      if (there != null) {
        patch.add(operation("add", key, there));
      } else if (key.equals(NAME) || FORMATS.contains(key)) {
        patch.add(operation("replace", key, JsonNodeFactory.instance.nullNode()));
      } else {
        patch.add(operation("remove", key, null));
      }
    }
    return patch;
  }

  private static ObjectNode operation(String verb, String key, @Nullable JsonNode value) {
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    operation.put("op", verb).put("path", "/" + key.replace("~", "~0").replace("/", "~1"));
    if (value != null) {
      operation.set("value", value);
    }
    return operation;
  }
}
