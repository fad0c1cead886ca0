package io.vitrine.gateway.live;

import io.vitrine.events.AboutImage;
import io.vitrine.events.Fact;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Hands each fact to those who follow its image. A fact that nobody follows costs a look-up. */
@ApplicationScoped
public class LiveFacts {
  private final Map<UUID, Set<Consumer<Fact>>> followers = new ConcurrentHashMap<>();

  /**
   * From now on every fact of the image goes to this follower: those of one topic in order, and
   * those of two at the same time, should it come to that.
   *
   * @param follower is called on the thread that brings the fact, and must not block
   * @return ends that
   */
  Runnable follow(UUID imageId, Consumer<Fact> follower) {
    followers.compute(
        imageId,
        (id, all) -> {
          Set<Consumer<Fact>> some = all == null ? ConcurrentHashMap.newKeySet() : all;
          some.add(follower);
          return some;
        });
    return () ->
        followers.computeIfPresent(
            imageId,
            (id, all) -> {
              all.remove(follower);
              return all.isEmpty() ? null : all;
            });
  }

  public void happened(Fact fact) {
    if (fact instanceof AboutImage about) {
      followers.getOrDefault(about.imageId(), Set.of()).forEach(follower -> follower.accept(fact));
    }
  }

  /** How many images are followed. */
  int size() {
    return followers.size();
  }
}
