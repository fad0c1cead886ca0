package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.image.UploadRules;
import io.vitrine.registry.importing.ImportSource.OtherGlance;
import io.vitrine.registry.importing.ImportSource.RemoteBytes;
import io.vitrine.registry.policy.Rule;
import io.vitrine.registry.quota.Headroom;
import io.vitrine.registry.quota.Quotas;
import io.vitrine.registry.quota.Resource;
import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Turns a queued image into work for a worker that fetches its bytes: {@code web-download}, {@code
 * glance-download}, and locations.
 */
@ApplicationScoped
public class RequestFetch {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Quotas quotas;
  private final BeginImport imports;
  private final SourceRules sources;
  private final ImportRules rules;
  private final UploadRules uploads;

  public RequestFetch(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Quotas quotas,
      BeginImport imports,
      SourceRules sources,
      ImportRules rules,
      UploadRules uploads) {
    this.unit = unit;
    this.authorized = authorized;
    this.quotas = quotas;
    this.imports = imports;
    this.sources = sources;
    this.rules = rules;
    this.uploads = uploads;
  }

  /**
   * {@code web-download} of a URL.
   *
   * @param uri asked once it is known that the image can be imported
   */
  public Uni<ImportTask> fromWeb(
      Caller caller, UUID imageId, Supplier<String> uri, Wish wish, String requestId) {
    return request(
        caller,
        imageId,
        () -> new RemoteBytes(ImportMethod.WEB_DOWNLOAD, checked(uri.get()), wish.expected()),
        wish,
        requestId);
  }

  /**
   * An image of another image service.
   *
   * @param region one that the operator has named
   * @param otherId the image's id there
   */
  public record OtherImage(String region, UUID otherId) {}

  /**
   * {@code glance-download}.
   *
   * @param token the caller's, which has to be good there, too
   */
  public Uni<ImportTask> fromGlance(
      Caller caller, UUID imageId, OtherImage other, String token, Wish wish, String requestId) {
    if (token.isEmpty()) {
      throw new ImageProblem.Invalid("glance-download needs a token in X-Auth-Token.")
          .asException();
    }
    return request(
        caller,
        imageId,
        () ->
            new OtherGlance(
                other.region(),
                endpoint(other.region()),
                other.otherId(),
                Optional.of(token),
                wish.expected()),
        wish,
        requestId);
  }

  private Uni<ImportTask> request(
      Caller caller, UUID imageId, Supplier<ImportSource> source, Wish wish, String requestId) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, imageId, Rule.MODIFY_IMAGE)
            .chain(image -> {
              Queued queued =
                  requireQueued(image, "only a queued image is imported from elsewhere");
              ImportSource from = source.get();
              Destination destination =
                  imports.destination(wish, image, uploads.stores().defaultStore());
              return start(caller, image, queued, from, destination, requestId);
            }));
  }

  /**
   * Begins a fetch. Needs a surrounding unit of work.
   *
   * @param image locked, and the caller may have it imported
   */
  Uni<ImportTask> start(
      Caller caller,
      Image image,
      Queued queued,
      ImportSource source,
      Destination destination,
      String requestId) {
    ImportTask task = imports.task(caller, image, source, destination, requestId);
    return quotas
        .headroom(image.owner(), Resource.IMAGE_SIZE_TOTAL, Resource.IMAGE_COUNT_UPLOADING)
        .map(headroom -> reserve(headroom, destination.stores().size()))
        .chain(reserved -> imports.begin(image, queued.startImport(task.id(), reserved), task));
  }

  static Queued requireQueued(Image image, String otherwise) {
    if (image.status() instanceof Queued queued) {
      return queued;
    }
    throw new ImageProblem.WrongStatus(image.id(), image.status().wireName(), otherwise)
        .asException();
  }

  /** How large it is, only the worker will learn: it begins with a little, and asks for more. */
  private long reserve(Headroom headroom, int copies) {
    headroom.require(Resource.IMAGE_COUNT_UPLOADING, 1);
    return headroom.atMost(
        Resource.IMAGE_SIZE_TOTAL, Math.multiplyExact(uploads.reservationAfter(0), (long) copies));
  }

  /** A URL that may be fetched, as far as can be said without resolving it. */
  RemoteUrl checked(String url) {
    try {
      return sources.check(url);
    } catch (RefusedSourceException e) {
      throw new ImageProblem.Invalid(e.reason()).asException();
    }
  }

  private RemoteUrl endpoint(String region) {
    return Optional.ofNullable(rules.glances().get(region))
        .orElseThrow(() ->
            new ImageProblem.Invalid("No image service is known in region '%s'.".formatted(region))
                .asException());
  }
}
