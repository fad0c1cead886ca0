package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageUploadStarted;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.image.ImageStatus.Receiving;
import io.vitrine.registry.policy.Rule;
import io.vitrine.registry.quota.Headroom;
import io.vitrine.registry.quota.Quotas;
import io.vitrine.registry.quota.Resource;
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
  private final Quotas quotas;
  private final Outbox outbox;
  private final UploadRules rules;
  private final Clock clock;

  public GrantUpload(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Images images,
      Quotas quotas,
      Outbox outbox,
      UploadRules rules,
      Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.images = images;
    this.quotas = quotas;
    this.outbox = outbox;
    this.rules = rules;
    this.clock = clock;
  }

  /** What the bytes are for. */
  public enum Purpose {
    UPLOAD(Resource.IMAGE_SIZE_TOTAL, Rule.UPLOAD_IMAGE),
    STAGE(Resource.IMAGE_STAGE_TOTAL, Rule.MODIFY_IMAGE);

    /** As what the bytes count while they come. */
    private final Resource resource;

    private final Rule rule;

    Purpose(Resource resource, Rule rule) {
      this.resource = resource;
      this.rule = rule;
    }

    /** What allows it. */
    Rule rule() {
      return rule;
    }
  }

  /**
   * What a client announces.
   *
   * @param announcedSize bytes, where the client says so, as that of a resumable upload has to
   * @param resumable whether the bytes may come in several requests, with pauses
   */
  public record Request(
      Purpose purpose, Optional<Long> announcedSize, Optional<String> store, boolean resumable) {

    public Request(Purpose purpose, Optional<Long> announcedSize, Optional<String> store) {
      this(purpose, announcedSize, store, false);
    }

    public Request {
      if (resumable && announcedSize.isEmpty()) {
        throw new ImageProblem.Invalid("A resumable upload announces its size.").asException();
      }
    }
  }

  /**
   * The image with the upload that it now holds.
   *
   * @param maxSize bytes that may come before more have to be asked for
   * @param known whether an earlier request for the same has opened it
   */
  public record Grant(Image image, Upload upload, long maxSize, boolean known) {

    public Grant(Image image, Upload upload, long maxSize) {
      this(image, upload, maxSize, false);
    }
  }

  public Uni<Grant> grant(Caller caller, UUID id, Request request) {
    return unit.inTransaction(() ->
        authorized.lock(caller, id, request.purpose().rule).chain(image -> begin(image, request)));
  }

  private Uni<Grant> begin(Image image, Request request) {
    String store = request.store().orElseGet(rules.stores()::defaultStore);
    rules.stores().requireWritable(store, ProblemKind.BAD_REQUEST, ProblemKind.GONE);
    request
        .announcedSize()
        .filter(size -> size > rules.maxImageSize())
        .ifPresent(size -> {
          throw new ImageProblem.TooLarge(size, rules.maxImageSize()).asException();
        });
    if (image.status() instanceof Receiving receiving && isRepeated(request, receiving)) {
      return again(image, receiving);
    }
    if (!(image.status() instanceof Queued queued)) {
      throw new ImageProblem.WrongStatus(
              image.id(), image.status().wireName(), whyNot(image.status()))
          .asException();
    }
    if (request.purpose() == Purpose.UPLOAD) {
      requireFormats(image);
    }
    Resource bytes = request.purpose().resource;
    return quotas
        .headroom(image.owner(), bytes, Resource.IMAGE_COUNT_UPLOADING)
        .chain(headroom -> begin(image, queued, request, store, headroom));
  }

  /** One whose answer may have been lost: only a resumable upload outlives its client. */
  private static boolean isRepeated(Request request, Receiving receiving) {
    Upload upload = receiving.upload();
    return request.resumable()
        && upload.resumable()
        && request.purpose().resource == receiving.counted()
        && request.announcedSize().equals(Optional.ofNullable(upload.announcedSize()))
        && request.store().orElse(upload.store()).equals(upload.store());
  }

  private Uni<Grant> again(Image image, Receiving receiving) {
    Upload upload = receiving.upload().renewedUntil(clock.instant().plus(rules.lease(true)));
    Image renewed = image.renewed(receiving.renewed(upload));
    return images.save(renewed).replaceWith(new Grant(renewed, upload, upload.reserved(), true));
  }

  private static String whyNot(ImageStatus status) {
    return status instanceof Receiving receiving && receiving.upload().resumable()
        ? "upload %s has begun, of another size or kind: go on with that one, or DELETE it"
            .formatted(receiving.upload().id())
        : "data can be uploaded to a queued image only";
  }

  private Uni<Grant> begin(
      Image image, Queued queued, Request request, String store, Headroom headroom) {
    headroom.require(Resource.IMAGE_COUNT_UPLOADING, 1);
    Instant now = clock.instant();
    UUID uploadId = UUID.randomUUID();
    Upload upload =
        new Upload(
            uploadId,
            store,
            Upload.key(image.id(), uploadId),
            request.resumable(),
            request.announcedSize().orElse(null),
            reserve(request, headroom),
            now.plus(rules.lease(request.resumable())));
    ImageStatus next =
        switch (request.purpose()) {
          case UPLOAD -> queued.startUpload(upload);
          case STAGE -> queued.startStaging(upload);
        };
    Image receiving = image.withStatus(next, now);
    return images
        .save(receiving)
        .chain(() -> outbox.publish(new ImageUploadStarted(Facts.snapshot(receiving), uploadId)))
        .replaceWith(new Grant(receiving, upload, maxSize(request, upload, headroom)));
  }

  /** A body that does not say how long it is begins with a little, and asks for more. */
  private long reserve(Request request, Headroom headroom) {
    Resource bytes = request.purpose().resource;
    if (request.announcedSize().isPresent()) {
      headroom.require(bytes, request.announcedSize().get());
      return request.announcedSize().get();
    }
    return headroom.isLimited(bytes) ? headroom.atMost(bytes, rules.reservationAfter(0)) : 0;
  }

  private long maxSize(Request request, Upload upload, Headroom headroom) {
    return request.resumable() || headroom.isLimited(request.purpose().resource)
        ? upload.reserved()
        : rules.maxImageSize();
  }

  private static void requireFormats(Image image) {
    if (image.attributes().diskFormat() == null || image.attributes().containerFormat() == null) {
      throw new ImageProblem.FormatsUnset(ProblemKind.BAD_REQUEST).asException();
    }
  }
}
