package io.vitrine.store.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Lets the cluster know what this node has, and corrects what it knows wrong. */
public final class ReportHeld {
  private final CacheNode node;
  private final CacheCluster cluster;
  private final CacheReports reports;

  public ReportHeld(CacheNode node, CacheCluster cluster, CacheReports reports) {
    this.node = node;
    this.cluster = cluster;
    this.reports = reports;
  }

  /**
   * Says what has changed since the cluster heard of it.
   *
   * @param reads whether new reads alone are worth saying
   */
  public void report(boolean reads) {
    Map<UUID, HeldImage> known = new HashMap<>();
    cluster.heldBy(node.name()).forEach(image -> known.put(image.imageId(), image));
    for (HeldImage image : node.held()) {
      HeldImage old = known.remove(image.imageId());
      if (old == null || (reads ? !image.equals(old) : !image.isSameButForReads(old))) {
        reports.held(image);
      }
    }
    known.keySet().forEach(reports::dropped);
  }
}
