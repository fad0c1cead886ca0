package io.vitrine.metadefs.catalogue;

import io.vitrine.metadefs.namespace.Change;
import io.vitrine.metadefs.namespace.Changed;
import io.vitrine.metadefs.namespace.LoadMode;
import io.vitrine.metadefs.namespace.NamespaceName;

/**
 * What a file has made of a namespace.
 *
 * @param added how many parts are new
 * @param replaced how many are said in another way
 * @param removed how many are gone
 */
public record Loaded(NamespaceName name, Result result, int added, int replaced, int removed) {

  /** What has become of the namespace. */
  public enum Result {
    CREATED,
    SKIPPED,
    MERGED,
    OVERWRITTEN
  }

  static Loaded of(NamespaceName name, Changed changed, LoadMode mode) {
    boolean isCreated =
        changed.changes().stream().anyMatch(Change.NamespaceCreated.class::isInstance);
    return new Loaded(
        name,
        isCreated ? Result.CREATED : resultOf(mode),
        count(changed, Change.PartAdded.class),
        count(changed, Change.PartReplaced.class),
        count(changed, Change.PartRemoved.class));
  }

  private static Result resultOf(LoadMode mode) {
    return switch (mode) {
      case SKIP -> Result.SKIPPED;
      case MERGE, PREFER_NEW -> Result.MERGED;
      case OVERWRITE -> Result.OVERWRITTEN;
    };
  }

  private static int count(Changed changed, Class<? extends Change> kind) {
    return (int) changed.changes().stream().filter(kind::isInstance).count();
  }
}
