package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.ImageStatus.Reserving;
import io.vitrine.registry.quota.Quotas;
import io.vitrine.registry.quota.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * Sets more bytes aside for one that receives or imports more than it had announced. What it holds
 * doubles each time: few questions for a large image, and little held back for a small one.
 */
@ApplicationScoped
public class ExtendReservation {
  private final UnitOfWork unit;
  private final Images images;
  private final Quotas quotas;
  private final UploadRules rules;

  public ExtendReservation(UnitOfWork unit, Images images, Quotas quotas, UploadRules rules) {
    this.unit = unit;
    this.images = images;
    this.quotas = quotas;
    this.rules = rules;
  }

  /**
   * How many bytes the holder may have in one store from now on.
   *
   * @param holder the upload or the import task
   */
  public Uni<Long> extend(UUID imageId, UUID holder) {
    return unit.inTransaction(
        () -> images.lock(imageId).chain(found -> extend(requireHeld(found, imageId, holder))));
  }

  /** An image in the hands of one that asks for more. */
  private record Held(Image image, Reserving by) {}

  private static Held requireHeld(Optional<Image> found, UUID imageId, UUID holder) {
    if (found.isEmpty()
        || !(found.get().status() instanceof Reserving by)
        || !by.holder().equals(holder)) {
      throw new ImageProblem.NotHeld(imageId, holder).asException();
    }
    return new Held(found.get(), by);
  }

  private Uni<Long> extend(Held held) {
    Image image = held.image();
    int copies = image.copiesReserved();
    long more = Math.multiplyExact(rules.reservationAfter(image.room()), (long) copies);
    Resource resource = held.by().counted();
    return quotas
        .headroom(image.owner(), resource)
        .map(headroom ->
            image.renewed(
                held.by().reserving(held.by().reserved() + headroom.atMost(resource, more))))
        .call(images::save)
        .map(Image::room);
  }
}
