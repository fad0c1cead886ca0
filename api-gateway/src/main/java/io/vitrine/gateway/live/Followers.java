package io.vitrine.gateway.live;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Who wants to hear of what. News that nobody wants costs a look-up. */
final class Followers<K, N> {
  private final Map<K, Set<Consumer<N>>> followers = new ConcurrentHashMap<>();

  /**
   * From now on the follower hears all of this.
   *
   * @param follower is called on the thread that brings the news, and must not block
   * @return ends that
   */
  Runnable follow(K what, Consumer<N> follower) {
    followers.compute(
        what,
        (same, all) -> {
          Set<Consumer<N>> some = all == null ? ConcurrentHashMap.newKeySet() : all;
          some.add(follower);
          return some;
        });
    return () ->
        followers.computeIfPresent(
            what,
            (same, all) -> {
              all.remove(follower);
              return all.isEmpty() ? null : all;
            });
  }

  void tell(K what, N news) {
    followers.getOrDefault(what, Set.of()).forEach(follower -> follower.accept(news));
  }

  void tellAll(N news) {
    followers.values().forEach(some -> some.forEach(follower -> follower.accept(news)));
  }

  /** How much is followed. */
  int size() {
    return followers.size();
  }
}
