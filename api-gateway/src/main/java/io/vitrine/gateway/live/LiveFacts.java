package io.vitrine.gateway.live;

import io.vitrine.events.AboutImage;
import io.vitrine.events.Fact;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Consumer;

/** Hands each fact to those who follow its image. */
@ApplicationScoped
public class LiveFacts {
  private final Followers<UUID, Fact> followers = new Followers<>();

  /**
   * From now on every fact of the image goes to this follower: those of one topic in order, and
   * those of two at the same time, should it come to that.
   *
   * @param follower is called on the thread that brings the fact, and must not block
   * @return ends that
   */
  Runnable follow(UUID imageId, Consumer<Fact> follower) {
    return followers.follow(imageId, follower);
  }

  public void happened(Fact fact) {
    if (fact instanceof AboutImage about) {
      followers.tell(about.imageId(), fact);
    }
  }

  /** How many images are followed. */
  int size() {
    return followers.size();
  }
}
