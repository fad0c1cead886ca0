package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * The way of every caller to a single image: finds it and lets {@link ImagePolicy} decide, so that
 * no use case can forget whom the image is shared with.
 */
@ApplicationScoped
public class AuthorizedImages {
  private final Images images;
  private final Shares shares;

  public AuthorizedImages(Images images, Shares shares) {
    this.images = images;
    this.shares = shares;
  }

  /** What {@link ImagePolicy} says of an image, which may be shared with the caller's project. */
  private interface Decision {
    Image on(Caller caller, Image image, boolean member);
  }

  /** The image, if the caller sees it. */
  public Uni<Image> visible(Caller caller, UUID id) {
    return decide(images.find(id), caller, id, ImagePolicy::visible);
  }

  /** The image, if the caller may read its bytes. */
  public Uni<Image> downloadable(Caller caller, UUID id) {
    return decide(images.find(id), caller, id, ImagePolicy::downloadable);
  }

  /** The image, if the caller may take its bytes out of a store. */
  public Uni<Image> removableFromStore(Caller caller, UUID id) {
    return decide(images.find(id), caller, id, ImagePolicy::removableFromStore);
  }

  /** The image, locked, if the caller sees it; needs a surrounding unit of work. */
  public Uni<Image> lockVisible(Caller caller, UUID id) {
    return decide(images.lock(id), caller, id, ImagePolicy::visible);
  }

  /** The image, locked, if the caller may change it; needs a surrounding unit of work. */
  public Uni<Image> lockModifiable(Caller caller, UUID id) {
    return decide(images.lock(id), caller, id, ImagePolicy::modifiable);
  }

  private Uni<Image> decide(
      Uni<Optional<Image>> search, Caller caller, UUID id, Decision decision) {
    return search.chain(found -> {
      Image image = found.orElseThrow(() -> new ImageProblem.Missing(id).asException());
      return isSharedWith(caller, image).map(member -> decision.on(caller, image, member));
    });
  }

  /** Asks the database only where the answer can matter. */
  private Uni<Boolean> isSharedWith(Caller caller, Image image) {
    boolean matters =
        image.attributes().visibility() == Visibility.SHARED
            && !caller.isAdmin()
            && !ImagePolicy.owns(caller, image);
    return matters ? shares.exists(image.id(), caller.projectId()) : Uni.createFrom().item(false);
  }
}
