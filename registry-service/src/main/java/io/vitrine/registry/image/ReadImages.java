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

  public ReadImages(Images images) {
    this.images = images;
  }

  public Uni<Image> show(Caller caller, UUID id) {
    return images
        .find(id)
        .map(found -> ImagePolicy.visible(caller, found.orElseThrow(() -> missing(id))));
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
    return images
        .find(id)
        .map(
            found -> ImagePolicy.downloadable(caller, found.orElseThrow(() -> missing(id))).data());
  }

  private static RuntimeException missing(UUID id) {
    return new ImageProblem.Missing(id).asException();
  }
}
