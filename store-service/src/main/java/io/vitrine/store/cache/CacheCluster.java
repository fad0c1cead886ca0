package io.vitrine.store.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the nodes have said of themselves. A node that has been silent for {@link #SILENCE} is gone,
 * with all that it had.
 */
public final class CacheCluster {
  /** Nodes say more often than this that they are there. */
  public static final Duration SILENCE = Duration.ofSeconds(30);

  /** After so long a node is not expected back, and what it said is forgotten. */
  public static final Duration MEMORY = Duration.ofDays(1);

  private final Clock clock;
  private final Map<String, Instant> heard = new HashMap<>();
  private final Map<String, Map<UUID, HeldImage>> held = new HashMap<>();

  public CacheCluster(Clock clock) {
    this.clock = clock;
  }

  /** A node caches images and was there at that time. */
  public synchronized void onAlive(String node, Instant at) {
    heard.merge(node, at, (old, now) -> now.isAfter(old) ? now : old);
  }

  public synchronized void onHeld(String node, HeldImage image) {
    held.computeIfAbsent(node, ignored -> new LinkedHashMap<>()).put(image.imageId(), image);
  }

  public synchronized void onDropped(String node, UUID imageId) {
    held.getOrDefault(node, new HashMap<>()).remove(imageId);
  }

  /** A node that has been silent for {@link #MEMORY} is forgotten. */
  public synchronized void onForgotten(String node) {
    heard.remove(node);
    held.remove(node);
  }

  /** The nodes to forget, with the images that they said they had. */
  public synchronized Map<String, Set<UUID>> longGone() {
    Map<String, Set<UUID>> gone = new HashMap<>();
    Instant latest = clock.instant().minus(MEMORY);
    heard.forEach((node, at) -> {
      if (at.isBefore(latest)) {
        gone.put(node, Set.copyOf(held.getOrDefault(node, Map.of()).keySet()));
      }
    });
    return gone;
  }

  /** What a node is known to have, whether it is there or not. */
  public synchronized List<HeldImage> heldBy(String node) {
    return List.copyOf(held.getOrDefault(node, Map.of()).values());
  }

  /** What the nodes that are there have, node by node; none for a node that has nothing. */
  public synchronized Map<String, Collection<HeldImage>> held() {
    Map<String, Collection<HeldImage>> there = new LinkedHashMap<>();
    Instant latest = clock.instant().minus(SILENCE);
    heard.forEach((node, at) -> {
      if (at.isAfter(latest)) {
        there.put(node, List.copyOf(held.getOrDefault(node, Map.of()).values()));
      }
    });
    return there;
  }
}
