package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** In what two records of one image are not the same. */
final class Comparison {
  private static final int LONGEST = 40;

  private Comparison() {}

  /** A sentence for each difference; none means that they are equal. */
  static List<String> differences(ImageRecord source, ImageRecord target) {
    List<String> differences = new ArrayList<>();
    if (!source.status().equals(target.status())) {
      differences.add(sentence("status", source.status(), target.status()));
    }
    if (source.hasBytes()
        && target.hasBytes()
        && source.content().likeness(target.content()) == Content.Likeness.OTHER) {
      differences.add(sentence("bytes", source.content().toString(), target.content().toString()));
    }
    Set<String> keys = keys(source.said(), target.said());
    if (!source.said().containsKey(ImageRecord.OWNER)) {
      // Nobody's image there; here each one has an owner.
      keys.remove(ImageRecord.OWNER);
    }
    for (String key : keys) {
      JsonNode there = source.said().get(key);
      JsonNode here = target.said().get(key);
      if (there == null || !there.equals(here)) {
        differences.add(sentence(key, text(there), text(here)));
      }
    }
    if (source.isShared()) {
      differences.addAll(members(source, target));
    }
    return differences;
  }

  private static List<String> members(ImageRecord source, ImageRecord target) {
    return keys(source.members(), target.members()).stream()
        .filter(member -> !answer(source, member).equals(answer(target, member)))
        .map(member -> sentence("member " + member, answer(source, member), answer(target, member)))
        .toList();
  }

  private static String answer(ImageRecord image, String member) {
    return image.members().getOrDefault(member, "none");
  }

  private static Set<String> keys(SortedMap<String, ?> some, SortedMap<String, ?> others) {
    Set<String> keys = new TreeSet<>(some.keySet());
    keys.addAll(others.keySet());
    return keys;
  }

  private static String sentence(String what, String there, String here) {
    return what + ": " + there + " there, " + here + " here";
  }

  private static String text(@Nullable JsonNode value) {
    if (value == null) {
      return "none";
    }
    String text = value.toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
