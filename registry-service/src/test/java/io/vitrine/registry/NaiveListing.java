package io.vitrine.registry;

import io.vitrine.identity.Caller;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.ImageFilter;
import io.vitrine.registry.image.ImageFilter.Comparison;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.SortKey;
import io.vitrine.registry.image.ImageQuery.VisibilityFilter;
import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.image.Visibility;
import io.vitrine.registry.member.Member;
import io.vitrine.registry.policy.Check;
import io.vitrine.registry.policy.Target;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a list means, in the plainest words: look at every image, sort them all, cut out a page. */
public record NaiveListing(Collection<Image> images, Collection<Member> members) {

  public List<Image> page(ImageQuery query) {
    Comparator<Image> order =
        query.order().stream()
            .map(NaiveListing::comparator)
            .reduce(Comparator::thenComparing)
            .get();
    Stream<Image> sorted = matching(query).sorted(order);
    Optional<Image> marker = query.marker().map(id -> marker(query, id));
    return marker
        .map(last -> sorted.filter(image -> order.compare(image, last) > 0))
        .orElse(sorted)
        .limit(query.limit())
        .toList();
  }

  public long count(ImageQuery query) {
    return matching(query).count();
  }

  private Image marker(ImageQuery query, UUID id) {
    return images.stream()
        .filter(image -> image.id().equals(id) && isSeen(query, image))
        .findFirst()
        .orElseThrow(() -> new ImageProblem.Invalid("No image found with ID " + id).asException());
  }

  private Stream<Image> matching(ImageQuery query) {
    return images.stream()
        .filter(image -> isSeen(query, image))
        .filter(image -> isListed(query, image))
        .filter(image -> image.attributes().osHidden() == query.osHidden())
        .filter(image -> query.filters().stream().allMatch(filter -> matches(image, filter)));
  }

  private boolean isSeen(ImageQuery query, Image image) {
    boolean visible =
        query.admin()
            || isOwn(query, image)
            || visibility(image) == Visibility.PUBLIC
            || visibility(image) == Visibility.COMMUNITY
            || isShared(query.projectId(), image, Set.of(MemberStatus.values()));
    return visible
        && query.filters().stream()
            .filter(ImageFilter.Allowed.class::isInstance)
            .allMatch(filter -> matches(image, filter));
  }

  private boolean isListed(ImageQuery query, Image image) {
    if (!query.admin()
        && !isOwn(query, image)
        && visibility(image) == Visibility.SHARED
        && !isShared(query.projectId(), image, query.memberStatuses())) {
      return false;
    }
    if (query.visibility().isEmpty()) {
      return isOwn(query, image) || visibility(image) != Visibility.COMMUNITY;
    }
    return switch (query.visibility().get()) {
      case VisibilityFilter.All() -> true;
      case VisibilityFilter.Only(Visibility visibility) -> visibility(image) == visibility;
    };
  }

  private boolean isShared(String project, Image image, Set<MemberStatus> statuses) {
    return visibility(image) == Visibility.SHARED
        && members.stream()
            .anyMatch(member ->
                member.imageId().equals(image.id())
                    && member.memberId().equals(project)
                    && statuses.contains(member.status()));
  }

  private static boolean isOwn(ImageQuery query, Image image) {
    return image.owner().equals(query.projectId());
  }

  private static Visibility visibility(Image image) {
    return image.attributes().visibility();
  }

  private boolean matches(Image image, ImageFilter filter) {
    ImageAttributes attributes = image.attributes();
    return switch (filter) {
      case ImageFilter.IdIn(Set<UUID> ids) -> ids.contains(image.id());
      case ImageFilter.TextIn(var field, Set<String> values) ->
          text(image, field).filter(values::contains).isPresent();
      case ImageFilter.NameContains(String text) ->
          attributes.name() != null && folded(attributes.name()).contains(folded(text));
      case ImageFilter.NumberIs(var field, Comparison comparison, long value) ->
          number(image, field)
              .filter(number -> holds(Long.compare(number, value), comparison))
              .isPresent();
      case ImageFilter.DateIs(var field, Comparison comparison, Instant value) ->
          holds(date(image, field).truncatedTo(ChronoUnit.SECONDS).compareTo(value), comparison);
      case ImageFilter.IsProtected(boolean value) -> attributes.isProtected() == value;
      case ImageFilter.HasTag(String tag) -> attributes.tags().contains(tag);
      case ImageFilter.HasProperty(String name, String value) ->
          value.equals(attributes.properties().get(name));
      case ImageFilter.Allowed(Check rule, Caller caller, boolean admin) ->
          rule.holds(caller, target(image, caller, admin));
    };
  }

  private Target target(Image image, Caller caller, boolean admin) {
    boolean member =
        !admin
            && !image.owner().equals(caller.projectId())
            && isShared(caller.projectId(), image, Set.of(MemberStatus.values()));
    return new Target(
        image.owner(), visibility(image).wireName(), member ? caller.projectId() : null);
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean holds(int compared, Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> compared == 0;
      case NOT_EQUAL -> compared != 0;
      case GREATER -> compared > 0;
      case GREATER_OR_EQUAL -> compared >= 0;
      case LESS -> compared < 0;
      case LESS_OR_EQUAL -> compared <= 0;
    };
  }

  private static Optional<String> text(Image image, ImageFilter.TextField field) {
    return switch (field) {
      case NAME -> Optional.ofNullable(image.attributes().name());
      case STATUS -> Optional.of(image.status().wireName());
      case OWNER -> Optional.of(image.owner());
      case DISK_FORMAT -> Optional.ofNullable(image.attributes().diskFormat());
      case CONTAINER_FORMAT -> Optional.ofNullable(image.attributes().containerFormat());
      case CHECKSUM -> image.data().map(StoredData::checksum);
      case OS_HASH_ALGO -> image.data().map(StoredData::osHashAlgo);
      case OS_HASH_VALUE -> image.data().map(StoredData::osHashValue);
    };
  }

  private static Optional<Long> number(Image image, ImageFilter.NumberField field) {
    return switch (field) {
      case SIZE -> size(image);
      case VIRTUAL_SIZE -> image.data().map(StoredData::virtualSize);
      case MIN_DISK -> Optional.of((long) image.attributes().minDisk());
      case MIN_RAM -> Optional.of((long) image.attributes().minRam());
    };
  }

  private static Optional<Long> size(Image image) {
    return image.data().or(image::staged).map(StoredData::size);
  }

  private static Instant date(Image image, ImageFilter.DateField field) {
    return switch (field) {
      case CREATED_AT -> image.createdAt();
      case UPDATED_AT -> image.updatedAt();
    };
  }

  private static Comparator<Image> comparator(SortKey key) {
    Comparator<Image> ascending =
        switch (key.field()) {
          case NAME -> byText(image -> Optional.ofNullable(image.attributes().name()));
          case STATUS -> byText(image -> Optional.of(image.status().wireName()));
          case CONTAINER_FORMAT ->
              byText(image -> Optional.ofNullable(image.attributes().containerFormat()));
          case DISK_FORMAT -> byText(image -> Optional.ofNullable(image.attributes().diskFormat()));
          case SIZE -> Comparator.comparing(image -> size(image).orElse(-1L));
          // As the table has it: unlike UUID's own order, without signs.
          case ID -> Comparator.comparing(image -> image.id().toString());
          case CREATED_AT -> Comparator.comparing(Image::createdAt);
          case UPDATED_AT -> Comparator.comparing(Image::updatedAt);
        };
    return key.descending() ? ascending.reversed() : ascending;
  }

  private static Comparator<Image> byText(Function<Image, Optional<String>> text) {
    return Comparator.comparing(
        image -> text.apply(image).orElse(""), NaiveListing::compareCodePoints);
  }

  private static int compareCodePoints(String left, String right) {
    return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
  }
}
