package io.vitrine.store.cache;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * This node among the others.
 *
 * @param name by which the others know it
 * @param local empty where nothing is cached
 */
public record CacheNode(String name, Optional<Local> local) {
  private static final Logger LOG = Logger.getLogger(CacheNode.class);

  /** What a node has that caches images. */
  public record Local(ImageCache cache, Prefetch prefetch) {}

  /** What is here or waits to come; an image that is here does not wait. */
  public List<HeldImage> held() {
    return local
        .map(here -> {
          List<HeldImage> cached = here.cache().held();
          return Stream.concat(
                  cached.stream(),
                  here.prefetch().queued().stream()
                      .filter(queued ->
                          cached.stream()
                              .noneMatch(image -> image.imageId().equals(queued.imageId()))))
              .toList();
        })
        .orElse(List.of());
  }

  /** Does what all nodes are told to do; nothing where nothing is cached. */
  public void obey(CacheCommand command) {
    local.ifPresent(here -> obey(here, command));
  }

  private static void obey(Local here, CacheCommand command) {
    switch (command) {
      case CacheCommand.Queue(QueuedImage image) -> here.prefetch().add(image);
      case CacheCommand.Drop(var imageId) -> {
        here.prefetch().drop(imageId);
        here.cache().drop(imageId);
      }
      case CacheCommand.Clear(var target) -> {
        if (target != CacheCommand.Target.CACHE) {
          here.prefetch().clear();
        }
        if (target != CacheCommand.Target.QUEUE) {
          here.cache().clear();
        }
      }
      case CacheCommand.Prune() -> here.cache().prune();
      case CacheCommand.Clean() -> {
        try {
          here.cache().clean();
        } catch (IOException e) {
          LOG.errorf("The cache cannot be cleaned: %s", e.toString());
        }
      }
    }
  }
}
