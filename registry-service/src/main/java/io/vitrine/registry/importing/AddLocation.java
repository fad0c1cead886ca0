package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.importing.ImportSource.RemoteBytes;
import io.vitrine.remote.RemoteUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
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
  private final StoreDirectory stores;
  private final RequestFetch fetches;

  public AddLocation(
      UnitOfWork unit,
      AuthorizedImages authorized,
      ImagePolicy policy,
      StoreDirectory stores,
      RequestFetch fetches) {
    this.unit = unit;
    this.authorized = authorized;
    this.policy = policy;
    this.stores = stores;
    this.fetches = fetches;
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
              RemoteBytes source =
                  new RemoteBytes(ImportMethod.LOCATION, checked(caller, url), expected);
              Queued queued =
                  RequestFetch.requireQueued(
                      image, "a location can be added to a queued image only");
              // Whoever names a location may have said what the digest is: nothing is converted.
              Destination destination = new Destination(List.of(stores.defaultStore()), true, null);
              return fetches.start(caller, image, queued, source, destination, requestId);
            }));
  }

  private RemoteUrl checked(Caller caller, String url) {
    if (!RemoteUrl.isFetchable(url)) {
      throw ImportProblem.NoSuchScheme.forCaller(caller, policy.isAdmin(caller)).asException();
    }
    return fetches.checked(url);
  }
}
