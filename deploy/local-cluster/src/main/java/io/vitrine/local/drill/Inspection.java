package io.vitrine.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.drill.Caller.GivenUpException;
import io.vitrine.local.drill.Caller.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what clients were told with what is there in the end. */
final class Inspection {
  private final Caller caller;

  Inspection(Caller caller) {
    this.caller = caller;
  }

  List<String> complaints(Map<String, Kept> images) throws InterruptedException {
    var complaints = new ArrayList<String>();
    for (Map.Entry<String, Kept> image : images.entrySet()) {
      for (String complaint : complaints(image.getKey(), image.getValue())) {
        complaints.add(
            "image %s of '%s' %s".formatted(image.getKey(), image.getValue().act(), complaint));
      }
    }
    return complaints;
  }

  private List<String> complaints(String id, Kept kept) throws InterruptedException {
    String path = "/v2/images/" + id;
    try {
      if (kept.deleted()) {
        caller.call(Wish.nothingAt(path));
        return List.of();
      }
      JsonNode shown = caller.json(Wish.get(path));
      List<String> members =
          kept.member().isPresent()
              ? caller
                  .json(Wish.get(path + "/members"))
                  .path("members")
                  .findValuesAsText("member_id")
              : List.of();
      String sha512 =
          kept.sha512().isPresent() ? Caller.sha512(caller.call(Wish.get(path + "/file"))) : "";
      return differences(kept, shown, members, sha512);
    } catch (GivenUpException e) {
      return List.of("is not there as it was told, or was deleted and is there");
    }
  }

  /**
   * What is not as its client was told.
   *
   * @param sha512 of what was downloaded; empty for an image without bytes
   */
  static List<String> differences(Kept kept, JsonNode shown, List<String> members, String sha512) {
    var differences = new ArrayList<String>();
    if (!shown.path("name").asText().equals(kept.name())) {
      differences.add(
          "is called '%s' and not '%s'".formatted(shown.path("name").asText(), kept.name()));
    }
    kept.sha512()
        .ifPresent(expected -> {
          if (!shown.path("status").asText().equals("active")) {
            differences.add("is " + shown.path("status").asText());
          }
          if (!expected.equals(sha512) || !expected.equals(shown.path("os_hash_value").asText())) {
            differences.add("has other bytes");
          }
        });
    kept.member()
        .filter(member -> !members.contains(member))
        .ifPresent(member -> differences.add("is not shared with " + member));
    return differences;
  }
}
