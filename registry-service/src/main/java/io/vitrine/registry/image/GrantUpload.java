package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageUploadStarted;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.outbox.Outbox;
import io.vitrine.registry.outbox.UnitOfWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Lets one upload begin: the only way from queued to saving or uploading. */
@ApplicationScoped
public class GrantUpload {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Images images;
  private final Outbox outbox;
  private final UploadRules rules;
  private final Clock clock;

  public GrantUpload(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Images images,
      Outbox outbox,
      UploadRules rules,
      Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.images = images;
    this.outbox = outbox;
    this.rules = rules;
    this.clock = clock;
  }

  /** What the bytes are for. */
  public enum Purpose {
    UPLOAD,
    STAGE
  }

  /**
   * What a client announces.
   *
   * @param announcedSize bytes, where the client says so
   */
  public record Request(Purpose purpose, Optional<Long> announcedSize, Optional<String> store) {}

  /** The image with the upload that it now holds. */
  public record Grant(Image image, Upload upload) {}

  public Uni<Grant> grant(Caller caller, UUID id, Request request) {
    return unit.inTransaction(
        () -> authorized.lockModifiable(caller, id).chain(image -> begin(image, request)));
  }

  private Uni<Grant> begin(Image image, Request request) {
    String store = request.store().orElse(rules.defaultStore());
    if (!rules.stores().contains(store)) {
      throw new ImageProblem.UnknownStore(store, ProblemKind.BAD_REQUEST).asException();
    }
    request
        .announcedSize()
        .filter(size -> size > rules.maxImageSize())
        .ifPresent(size -> {
          throw new ImageProblem.TooLarge(size, rules.maxImageSize()).asException();
        });
    if (!(image.status() instanceof Queued queued)) {
      throw new ImageProblem.WrongStatus(
              image.id(), image.status().wireName(), "data can be uploaded to a queued image only")
          .asException();
    }
    Instant now = clock.instant();
    UUID uploadId = UUID.randomUUID();
    Upload upload =
        new Upload(
            uploadId,
            store,
            "blobs/%s/%s".formatted(image.id(), uploadId),
            now.plus(rules.uploadLease()));
    ImageStatus next =
        switch (request.purpose()) {
          case UPLOAD -> {
            requireFormats(image);
            yield queued.startUpload(upload);
          }
          case STAGE -> queued.startStaging(upload);
        };
    Image receiving = image.withStatus(next, now);
    return images
        .save(receiving)
        .chain(() -> outbox.publish(new ImageUploadStarted(Facts.snapshot(receiving), uploadId)))
        .replaceWith(new Grant(receiving, upload));
  }

  private static void requireFormats(Image image) {
    if (image.attributes().diskFormat() == null || image.attributes().containerFormat() == null) {
      throw new ImageProblem.FormatsUnset(ProblemKind.BAD_REQUEST).asException();
    }
  }
}
