package io.vitrine.local.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** The imports of an image, as the Image API lists them. */
public final class Tasks {
  private Tasks() {}

  /** The one that was asked for last, in whichever order they come; a missing node for none. */
  public static JsonNode newest(JsonNode tasks) {
    JsonNode newest = MissingNode.getInstance();
    for (JsonNode task : tasks) {
      if (createdAt(task).compareTo(createdAt(newest)) >= 0) {
        newest = task;
      }
    }
    return newest;
  }

  private static String createdAt(JsonNode task) {
    return task.path("created_at").asText("");
  }
}
