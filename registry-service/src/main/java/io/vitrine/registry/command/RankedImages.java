package io.vitrine.registry.command;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.Command.ApplyRetention.Match;
import io.vitrine.identity.Caller;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageFilter;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.VisibilityFilter;
import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.image.ReadImages;
import io.vitrine.registry.image.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The active images that a rule is about, hidden ones included, the newest first. */
@ApplicationScoped
public class RankedImages {
  private static final int PAGE = 100;
  private static final Comparator<Image> NEWEST_FIRST =
      Comparator.comparing(Image::createdAt).thenComparing(Image::id).reversed();

  private final ReadImages images;
  private final ImagePolicy policy;

  public RankedImages(ReadImages images, ImagePolicy policy) {
    this.images = images;
    this.policy = policy;
  }

  /**
   * The first of them.
   *
   * @param enough so many that are not protected, unless there are fewer
   */
  Uni<List<Image>> newest(Caller caller, String owner, Match match, int enough) {
    // One after the other: both may be asked in the same session of the database.
    return read(new Search(caller, owner, match, false), enough, Optional.empty())
        .chain(shown ->
            read(new Search(caller, owner, match, true), enough, Optional.empty())
                .map(hidden ->
                    Stream.concat(shown.stream(), hidden.stream()).sorted(NEWEST_FIRST).toList()));
  }

  private record Search(Caller caller, String owner, Match match, boolean hidden) {

    /** A list can look for what a name contains. */
    boolean fits(Image image) {
      String name = image.attributes().name();
      return match.namePrefix() == null || (name != null && name.startsWith(match.namePrefix()));
    }

    ImageQuery page(boolean admin, Optional<UUID> marker) {
      return new ImageQuery(
          caller.projectId(),
          admin,
          Optional.of(
              Optional.ofNullable(match.visibility())
                  .flatMap(Visibility::named)
                  .<VisibilityFilter>map(VisibilityFilter.Only::new)
                  .orElseGet(VisibilityFilter.All::new)),
          EnumSet.allOf(MemberStatus.class),
          hidden,
          filters(),
          List.of(),
          marker,
          PAGE);
    }

    private List<ImageFilter> filters() {
      List<ImageFilter> filters = new ArrayList<>();
      filters.add(text(ImageFilter.TextField.OWNER, owner));
      filters.add(text(ImageFilter.TextField.STATUS, "active"));
      match
          .properties()
          .forEach((name, value) -> filters.add(new ImageFilter.HasProperty(name, value)));
      match.tags().forEach(tag -> filters.add(new ImageFilter.HasTag(tag)));
      if (match.namePrefix() != null) {
        filters.add(new ImageFilter.NameContains(match.namePrefix()));
      }
      return filters;
    }

    private static ImageFilter text(ImageFilter.TextField field, String value) {
      return new ImageFilter.TextIn(field, Set.of(value));
    }
  }

  private Uni<List<Image>> read(Search search, int enough, Optional<UUID> marker) {
    return images
        .page(search.caller(), search.page(policy.isAdmin(search.caller()), marker))
        .chain(page -> {
          List<Image> found = page.images().stream().filter(search::fits).toList();
          int missing =
              enough
                  - (int) found.stream().filter(image -> !image.attributes().isProtected()).count();
          return page.more() && missing > 0
              ? read(search, missing, Optional.of(page.images().getLast().id()))
                  .map(rest -> Stream.concat(found.stream(), rest.stream()).toList())
              : Uni.createFrom().item(found);
        });
  }
}
