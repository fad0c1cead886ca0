package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.registry.policy.Rule;
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
  private final ImagePolicy policy;

  public AuthorizedImages(Images images, Shares shares, ImagePolicy policy) {
    this.images = images;
    this.shares = shares;
    this.policy = policy;
  }

  /** The image, if the caller sees it and all the rules allow it. */
  public Uni<Image> find(Caller caller, UUID id, Rule... rules) {
    return images
        .find(id, caller.projectId())
        .map(found -> found.orElseThrow(() -> new ImageProblem.Missing(id).asException()))
        .map(found -> decide(caller, found.image(), found.member(), rules));
  }

  /** The same, locked; needs a surrounding unit of work. */
  public Uni<Image> lock(Caller caller, UUID id, Rule... rules) {
    return images
        .lock(id)
        .map(found -> found.orElseThrow(() -> new ImageProblem.Missing(id).asException()))
        .chain(image ->
            isSharedWith(caller, image).map(member -> decide(caller, image, member, rules)));
  }

  /** The image, if the caller may read its bytes. */
  public Uni<Image> downloadable(Caller caller, UUID id) {
    return find(caller, id).map(image -> policy.downloadable(caller, image));
  }

  /**
   * The image, if the rule on its locations allows it. A service goes on with some user's work, so
   * it sees every image here.
   */
  public Uni<Image> findLocated(Caller caller, UUID id) {
    return caller.has(Role.SERVICE)
        ? allowed(images.find(id), caller, id, Rule.FETCH_IMAGE_LOCATION)
        : find(caller, id, Rule.FETCH_IMAGE_LOCATION);
  }

  /** The image, locked, if the caller may say where its bytes come from; a service sees it. */
  public Uni<Image> lockToLocate(Caller caller, UUID id) {
    return caller.has(Role.SERVICE)
        ? allowed(images.lock(id), caller, id, Rule.ADD_IMAGE_LOCATION)
        : lock(caller, id, Rule.ADD_IMAGE_LOCATION);
  }

  private Uni<Image> allowed(Uni<Optional<Image>> search, Caller caller, UUID id, Rule rule) {
    return search
        .map(found -> found.orElseThrow(() -> new ImageProblem.Missing(id).asException()))
        .map(image -> policy.require(rule, caller, image));
  }

  private Image decide(Caller caller, Image image, boolean member, Rule... rules) {
    policy.visible(caller, image, member);
    for (Rule rule : rules) {
      policy.require(rule, caller, image);
    }
    return image;
  }

  /** Asks the database only where the answer can matter. */
  private Uni<Boolean> isSharedWith(Caller caller, Image image) {
    boolean matters =
        image.attributes().visibility() == Visibility.SHARED
            && !ImagePolicy.owns(caller, image)
            && !policy.isAdmin(caller);
    return matters ? shares.exists(image.id(), caller.projectId()) : Uni.createFrom().item(false);
  }
}
