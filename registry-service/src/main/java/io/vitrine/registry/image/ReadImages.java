package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.registry.image.Images.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shows images to those who may see them. */
@ApplicationScoped
public class ReadImages {
  private final Images images;
  private final AuthorizedImages authorized;
  private final ImageRules rules;

  public ReadImages(Images images, AuthorizedImages authorized, ImageRules rules) {
    this.images = images;
    this.authorized = authorized;
    this.rules = rules;
  }

  public Uni<Image> show(Caller caller, UUID id) {
    return authorized.find(caller, id).map(image -> rules.shown(image, caller));
  }

  public Uni<Page> page(Caller caller, ImageQuery query) {
    return images
        .page(allowed(caller, query))
        .map(page ->
            new Page(
                page.images().stream().map(image -> rules.shown(image, caller)).toList(),
                page.more()));
  }

  /** How many images all pages together have. */
  public Uni<Long> count(Caller caller, ImageQuery query) {
    return images.count(allowed(caller, query));
  }

  /** The query as far as the caller may ask it: what he may not read, no image seems to have. */
  private ImageQuery allowed(Caller caller, ImageQuery query) {
    rules.policy().mayList(caller);
    List<ImageFilter> filters = new ArrayList<>();
    rules.policy().listed(caller).ifPresent(filters::add);
    for (ImageFilter filter : query.filters()) {
      boolean readable =
          !(filter instanceof ImageFilter.HasProperty property)
              || rules.mayRead(property.name(), caller);
      filters.add(readable ? filter : ImageFilter.NOTHING);
    }
    return query.withFilters(filters);
  }

  /** An image, for a caller who may read its bytes. */
  public Uni<Image> downloadable(Caller caller, UUID id) {
    return authorized.downloadable(caller, id);
  }

  /**
   * Where the bytes of an image lie, for a caller who may know it without reading them; empty
   * before there are any.
   */
  public Uni<Optional<StoredData>> location(Caller caller, UUID id) {
    return authorized.findLocated(caller, id).map(Image::data);
  }

  /** Whether what was stored at a key is the image's now: its data, or what is to be imported. */
  public Uni<Boolean> hasAdopted(UUID id, String key) {
    return images
        .find(id)
        .map(found ->
            found
                .flatMap(image -> image.data().or(image::staged))
                .filter(data ->
                    data.locations().stream().anyMatch(location -> location.key().equals(key)))
                .isPresent());
  }
}
