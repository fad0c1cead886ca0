package io.vitrine.store.cache;

import java.util.UUID;

/** What all nodes of the cluster are told to do. To be told twice does no harm. */
public sealed interface CacheCommand {

  record Queue(QueuedImage image) implements CacheCommand {}

  /** The image leaves cache and queue. */
  record Drop(UUID imageId) implements CacheCommand {}

  record Clear(Target target) implements CacheCommand {}

  record Clean() implements CacheCommand {}

  record Prune() implements CacheCommand {}

  /** What is cleared. */
  enum Target {
    CACHE,
    QUEUE,
    BOTH
  }
}
