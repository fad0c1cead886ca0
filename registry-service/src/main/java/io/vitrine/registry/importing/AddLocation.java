package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.image.UploadRules;
import io.vitrine.registry.importing.ImportSource.RemoteLocation;
import io.vitrine.registry.outbox.UnitOfWork;
import io.vitrine.registry.quota.Headroom;
import io.vitrine.registry.quota.Quotas;
import io.vitrine.registry.quota.Resource;
import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives a queued image its bytes by telling where they are. A worker fetches them once; the image
 * never depends on that place again, and is active only when they are all here and what they should
 * be.
 */
@ApplicationScoped
public class AddLocation {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final ImagePolicy policy;
  private final Quotas quotas;
  private final BeginImport imports;
  private final SourceRules sources;
  private final UploadRules uploads;

  public AddLocation(
      UnitOfWork unit,
      AuthorizedImages authorized,
      ImagePolicy policy,
      Quotas quotas,
      BeginImport imports,
      SourceRules sources,
      UploadRules uploads) {
    this.unit = unit;
    this.authorized = authorized;
    this.policy = policy;
    this.quotas = quotas;
    this.imports = imports;
    this.sources = sources;
    this.uploads = uploads;
  }

  public Uni<ImportTask> add(
      Caller caller,
      UUID imageId,
      String url,
      Optional<ExpectedDigest> expected,
      String requestId) {
    return unit.inTransaction(() ->
        authorized
            .lockToLocate(caller, imageId)
            .chain(image -> {
              RemoteLocation source =
                  new RemoteLocation(
                      checked(caller, url), expected, uploads.stores().defaultStore());
              return add(caller, image, source, requestId);
            }));
  }

  private RemoteUrl checked(Caller caller, String url) {
    if (!RemoteUrl.isFetchable(url)) {
      throw ImportProblem.NoSuchScheme.forCaller(caller, policy.isAdmin(caller)).asException();
    }
    try {
      return sources.check(url);
    } catch (RefusedSourceException e) {
      throw new ImageProblem.Invalid(e.reason()).asException();
    }
  }

  private Uni<ImportTask> add(Caller caller, Image image, RemoteLocation source, String requestId) {
    if (!(image.status() instanceof Queued queued)) {
      throw new ImageProblem.WrongStatus(
              image.id(),
              image.status().wireName(),
              "a location can be added to a queued image only")
          .asException();
    }
    ImportTask task = imports.task(caller, image, source, Optional.empty(), requestId);
    return quotas
        .headroom(image.owner(), Resource.IMAGE_SIZE_TOTAL, Resource.IMAGE_COUNT_UPLOADING)
        .map(this::reserve)
        .chain(reserved -> imports.begin(image, queued.startImport(task.id(), reserved), task));
  }

  /** How large it is, only the worker will learn: it begins with a little, and asks for more. */
  private long reserve(Headroom headroom) {
    headroom.require(Resource.IMAGE_COUNT_UPLOADING, 1);
    return headroom.atMost(Resource.IMAGE_SIZE_TOTAL, uploads.reservationAfter(0));
  }
}
