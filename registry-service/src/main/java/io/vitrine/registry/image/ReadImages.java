package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shows images to those who may see them. */
@ApplicationScoped
public class ReadImages {
  private final Images images;
  private final AuthorizedImages authorized;

  public ReadImages(Images images, AuthorizedImages authorized) {
    this.images = images;
    this.authorized = authorized;
  }

  public Uni<Image> show(Caller caller, UUID id) {
    return authorized.visible(caller, id);
  }

  public Uni<List<Image>> page(Caller caller, ImageQuery query) {
    ImagePolicy.mayList(caller);
    return images.page(query);
  }

  /** How many images all pages together have. */
  public Uni<Long> count(Caller caller, ImageQuery query) {
    ImagePolicy.mayList(caller);
    return images.count(query);
  }

  /**
   * Where the bytes of an image lie, for a caller who may read them; empty before there are any.
   */
  public Uni<Optional<StoredData>> locate(Caller caller, UUID id) {
    return authorized.downloadable(caller, id).map(Image::data);
  }
}
