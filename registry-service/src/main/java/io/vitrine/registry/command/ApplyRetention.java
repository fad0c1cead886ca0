package io.vitrine.registry.command;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vitrine.events.Command.ApplyRetention.Match;
import io.vitrine.events.Command.ApplyRetention.Then;
import io.vitrine.identity.Caller;
import io.vitrine.registry.image.ChangeImage;
import io.vitrine.registry.image.DeactivateImage;
import io.vitrine.registry.image.DeleteImage;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImagePatch;
import io.vitrine.registry.image.Precondition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Keeps the newest of the images that match, and deals with the others as their owner could one by
 * one. It is all or nothing, so one command does not do more than a few hundred.
 */
@ApplicationScoped
public class ApplyRetention {
  static final int BATCH = 200;

  private static final ImagePatch HIDING =
      new ImagePatch(List.of(new ImagePatch.Operation.SetHidden(true)));

  private final RankedImages images;
  private final ChangeImage change;
  private final DeactivateImage deactivation;
  private final DeleteImage deletion;

  public ApplyRetention(
      RankedImages images, ChangeImage change, DeactivateImage deactivation, DeleteImage deletion) {
    this.images = images;
    this.change = change;
    this.deactivation = deactivation;
    this.deletion = deletion;
  }

  /**
   * Applies one rule.
   *
   * @param owner whose images they are
   * @param keep how many stay
   */
  public Uni<Outcome> apply(Caller caller, String owner, Match match, int keep, Then then) {
    return images
        .newest(caller, owner, match, keep + BATCH + 1)
        .map(ranked -> Choice.of(ranked, keep, then))
        .call(choice -> each(caller, choice.due(), then))
        .map(choice -> new Outcome.Swept(choice.due(), choice.skipped(), choice.more()));
  }

  private Uni<Void> each(Caller caller, List<UUID> due, Then then) {
    return Multi.createFrom()
        .iterable(due)
        .onItem()
        .transformToUniAndConcatenate(id -> act(caller, id, then).replaceWithVoid())
        .onItem()
        .ignoreAsUni();
  }

  private Uni<?> act(Caller caller, UUID id, Then then) {
    return switch (then) {
      case HIDE -> change.apply(caller, id, HIDING, Precondition.NONE);
      case DEACTIVATE -> deactivation.deactivate(caller, id, Precondition.NONE);
      case DELETE -> deletion.delete(caller, id, Precondition.NONE);
    };
  }

  /** Which images the rule is for: those that do not stay, and are not done or protected. */
  record Choice(List<UUID> due, List<UUID> skipped, boolean more) {

    /**
     * Chooses.
     *
     * @param ranked all that match, the newest first
     */
    static Choice of(List<Image> ranked, int keep, Then then) {
      List<Image> others =
          ranked.stream()
              .skip(keep)
              .filter(image -> then != Then.HIDE || !image.attributes().osHidden())
              .toList();
      List<UUID> due = ids(others, false);
      return new Choice(
          due.stream().limit(BATCH).toList(),
          ids(others, true).stream().limit(BATCH).toList(),
          due.size() > BATCH);
    }

    private static List<UUID> ids(List<Image> images, boolean isProtected) {
      return images.stream()
          .filter(image -> image.attributes().isProtected() == isProtected)
          .map(Image::id)
          .toList();
    }
  }
}
