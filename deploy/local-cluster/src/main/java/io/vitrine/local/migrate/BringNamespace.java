package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.metadefs.LoadMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Brings one namespace of metadata definitions with all that is in it. */
final class BringNamespace {
  private final ImageServer source;
  private final ImageServer target;
  private final Projects projects;
  private final LoadMode mode;

  /**
   * Nothing is asked for yet.
   *
   * @param mode what becomes of a namespace that the target has
   */
  BringNamespace(ImageServer source, ImageServer target, Projects projects, LoadMode mode) {
    this.source = source;
    this.target = target;
    this.projects = projects;
    this.mode = mode;
  }

  Outcome bring(String name, Deed deed) throws InterruptedException {
    try {
      return attempt(name, deed);
    } catch (ClusterException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Outcome.Failed(e.toString());
    }
  }

  private Outcome attempt(String name, Deed deed) throws IOException, InterruptedException {
    Optional<ObjectNode> shown = find(source, name, projects);
    if (shown.isEmpty()) {
      return new Outcome.Gone();
    }
    ObjectNode wanted = shown.get();
    Optional<ObjectNode> there = find(target, name, Projects.SAME);
    List<String> differences = differences(wanted, there);
    if (differences.isEmpty()) {
      return new Outcome.Equal(0, false, false);
    }
    if (there.isPresent() && mode == LoadMode.SKIP) {
      return new Outcome.Kept(String.join("; ", differences));
    }
    return switch (deed) {
      case SAY -> new Outcome.Planned(List.of(there.isEmpty() ? "create it" : mode + " it"));
      case COMPARE -> new Outcome.Different(differences);
      case BRING -> load(name, wanted);
    };
  }

  private Outcome load(String name, ObjectNode wanted) throws IOException, InterruptedException {
    target.loadNamespace(wanted, mode);
    List<String> left = differences(wanted, find(target, name, Projects.SAME));
    if (left.isEmpty()) {
      return new Outcome.Equal(0, true, false);
    }
    // These modes leave something of the target's, or let it win.
    return mode == LoadMode.OVERWRITE
        ? new Outcome.Different(left)
        : new Outcome.Kept(String.join("; ", left));
  }

  private static Optional<ObjectNode> find(ImageServer server, String name, Projects projects)
      throws IOException, InterruptedException {
    return server.findNamespace(name).map(shown -> Definitions.of(shown, projects));
  }

  private static List<String> differences(ObjectNode wanted, Optional<ObjectNode> found) {
    if (found.isEmpty()) {
      return List.of("it is not in the target");
    }
    ObjectNode there = found.get();
    Set<String> fields = new TreeSet<>();
    wanted.fieldNames().forEachRemaining(fields::add);
    there.fieldNames().forEachRemaining(fields::add);
    List<String> differences = new ArrayList<>();
    for (String field : fields) {
      JsonNode one = wanted.path(field);
      JsonNode other = there.path(field);
      if (!one.equals(other)) {
        differences.add(field + " differ" + (one.isContainerNode() ? "" : "s"));
      }
    }
    return differences;
  }
}
