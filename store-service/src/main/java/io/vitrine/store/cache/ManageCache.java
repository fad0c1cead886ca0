package io.vitrine.store.cache;

import io.vitrine.store.Permissions;
import io.vitrine.store.Requester;
import io.vitrine.store.cache.CacheCommand.Target;
import io.vitrine.store.cache.HeldImage.State;
import io.vitrine.store.cache.ImageCache.Pruned;
import io.vitrine.store.cache.QueuedImage.Copy;
import io.vitrine.store.download.BlobLocation;
import io.vitrine.store.download.BlobLocations;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an administrator asks of the caches of all nodes. This node does as it is told at once, the
 * others as soon as they hear of it.
 */
public final class ManageCache {
  private final Permissions rules;
  private final ImageStates states;
  private final BlobLocations locations;
  private final CacheNode node;
  private final CacheCluster cluster;
  private final CacheCommands others;
  private final Clock clock;

  public ManageCache(
      Permissions rules,
      ImageStates states,
      BlobLocations locations,
      CacheNode node,
      CacheCluster cluster,
      CacheCommands others,
      Clock clock) {
    this.rules = rules;
    this.states = states;
    this.locations = locations;
    this.node = node;
    this.cluster = cluster;
    this.others = others;
    this.clock = clock;
  }

  /**
   * What the cluster has, one entry for each image.
   *
   * @param queued those that no node has yet
   */
  public record Listing(List<HeldImage> cached, List<UUID> queued) {}

  public Listing list(Requester who) {
    require(who, "cache_list");
    Map<UUID, HeldImage> cached = new LinkedHashMap<>();
    List<UUID> queued = new ArrayList<>();
    for (Collection<HeldImage> images : byNode().values()) {
      for (HeldImage image : images) {
        if (image.state() == State.CACHED) {
          cached.merge(image.imageId(), image, HeldImage::and);
        } else {
          queued.add(image.imageId());
        }
      }
    }
    return new Listing(
        List.copyOf(cached.values()),
        queued.stream().distinct().filter(id -> !cached.containsKey(id)).toList());
  }

  /** The names of the nodes that have the image's bytes. */
  public List<String> nodes(Requester who, String imageId) {
    require(who, "list_cached_nodes");
    UUID id = existing(who, imageId);
    return byNode().entrySet().stream()
        .filter(known ->
            known.getValue().stream()
                .anyMatch(image -> image.imageId().equals(id) && image.state() == State.CACHED))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Lets all nodes fetch the image's bytes. */
  public void queue(Requester who, String imageId) {
    require(who, "cache_image");
    if (!states.status(who, imageId).equals("active")) {
      throw new CacheProblem.NotActive().asException();
    }
    BlobLocation found =
        locations
            .locate(who, imageId)
            .orElseThrow(() -> new CacheProblem.NotActive().asException());
    CacheableImage image =
        new CacheableImage(UUID.fromString(imageId), found.hash(), found.checksum(), found.size());
    List<Copy> copies =
        found.copies().stream().map(copy -> new Copy(copy.store(), copy.key())).toList();
    tell(new CacheCommand.Queue(new QueuedImage(image, copies, clock.instant())));
  }

  /** Forgets the image; one that is neither cached nor queued is forgotten already. */
  public void drop(Requester who, String imageId) {
    require(who, "cache_delete");
    boolean known =
        byNode().values().stream()
            .flatMap(Collection::stream)
            .anyMatch(image -> image.imageId().toString().equalsIgnoreCase(imageId));
    tell(new CacheCommand.Drop(known ? UUID.fromString(imageId) : existing(who, imageId)));
  }

  public void clear(Requester who, Target target) {
    require(who, "cache_delete");
    tell(new CacheCommand.Clear(target));
  }

  public void clean(Requester who) {
    require(who, "cache_clean");
    tell(new CacheCommand.Clean());
  }

  /** What this node had above its limit, which is nothing: room is made before it is taken. */
  public Pruned prune(Requester who) {
    require(who, "cache_prune");
    others.tell(new CacheCommand.Prune());
    return node.local().map(here -> here.cache().prune()).orElse(new Pruned(0, 0));
  }

  private void require(Requester who, String rule) {
    rules.require(who, rule);
    if (node.local().isEmpty() && cluster.held().isEmpty()) {
      throw new CacheProblem.NotSupported().asException();
    }
  }

  /** Of itself a node knows better than the cluster does. */
  private Map<String, Collection<HeldImage>> byNode() {
    Map<String, Collection<HeldImage>> all = new LinkedHashMap<>(cluster.held());
    node.local().ifPresent(here -> all.put(node.name(), node.held()));
    return all;
  }

  private UUID existing(Requester who, String imageId) {
    states.status(who, imageId);
    return UUID.fromString(imageId);
  }

  private void tell(CacheCommand command) {
    others.tell(command);
    node.obey(command);
  }
}
