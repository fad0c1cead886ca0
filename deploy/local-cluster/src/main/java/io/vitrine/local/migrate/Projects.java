package io.vitrine.local.migrate;

import io.vitrine.local.ClusterException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which project of the one side is which of the other; the same id where nothing is said. */
public record Projects(Map<String, String> others) {
  public static final Projects SAME = new Projects(Map.of());

  public Projects {
    others = Map.copyOf(others);
  }

  /** Lines of two ids, there and here; empty ones and those that begin with # mean nothing. */
  public static Projects from(List<String> lines) {
    Map<String, String> others = new HashMap<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String[] ids = text.split("\\s+", -1);
      if (ids.length != 2) {
        throw new ClusterException("not two ids of projects: " + text);
      }
      if (others.putIfAbsent(ids[0], ids[1]) != null) {
        throw new ClusterException("project " + ids[0] + " is there twice");
      }
    }
    return new Projects(others);
  }

  String mapped(String project) {
    return others.getOrDefault(project, project);
  }
}
