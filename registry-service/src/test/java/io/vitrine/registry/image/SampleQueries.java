package io.vitrine.registry.image;

import static io.vitrine.registry.image.SampleImages.START;

import io.vitrine.registry.image.ImageFilter.Comparison;
import io.vitrine.registry.image.ImageFilter.DateField;
import io.vitrine.registry.image.ImageFilter.NumberField;
import io.vitrine.registry.image.ImageFilter.TextField;
import io.vitrine.registry.image.ImageQuery.SortField;
import io.vitrine.registry.image.ImageQuery.SortKey;
import io.vitrine.registry.image.ImageQuery.VisibilityFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions about {@link SampleImages}. The same seed asks the same. */
final class SampleQueries {
  private static final List<VisibilityFilter> VISIBILITIES =
      Stream.<VisibilityFilter>concat(
              Stream.of(new VisibilityFilter.All()),
              Stream.of(Visibility.values()).map(VisibilityFilter.Only::new))
          .toList();

  private static final List<Set<MemberStatus>> MEMBER_STATUSES =
      List.of(
          Set.of(MemberStatus.ACCEPTED),
          Set.of(MemberStatus.PENDING),
          Set.of(MemberStatus.REJECTED),
          Set.of(MemberStatus.values()));

  private final List<Image> images;
  private final SampleImages random;

  SampleQueries(List<Image> images, long seed) {
    this.images = images;
    this.random = new SampleImages(seed);
  }

  /** By every one of the orders that up to two keys make. */
  static List<List<SortKey>> orders() {
    List<SortKey> keys =
        Arrays.stream(SortField.values())
            .flatMap(field -> Stream.of(new SortKey(field, true), new SortKey(field, false)))
            .toList();
    List<List<SortKey>> orders = new ArrayList<>();
    for (SortKey first : keys) {
      orders.add(List.of(first));
      for (SortKey second : keys) {
        orders.add(List.of(first, second));
      }
    }
    return orders;
  }

  ImageQuery sorted(List<SortKey> sort) {
    return new ImageQuery(
        "demo",
        false,
        Optional.empty(),
        Set.of(MemberStatus.ACCEPTED),
        false,
        List.of(),
        sort,
        Optional.empty(),
        100);
  }

  ImageQuery next() {
    return new ImageQuery(
        random.oneOf(SampleImages.OWNERS),
        random.sometimes(),
        random.sometimes() ? Optional.empty() : Optional.of(random.oneOf(VISIBILITIES)),
        random.oneOf(MEMBER_STATUSES),
        random.upTo(5) == 0,
        Stream.generate(this::filter).limit(random.upTo(3)).toList(),
        Stream.generate(this::key).limit(random.upTo(6)).toList(),
        Optional.empty(),
        100);
  }

  private SortKey key() {
    return new SortKey(random.oneOf(List.of(SortField.values())), random.sometimes());
  }

  ImageFilter filter() {
    return switch (random.upTo(8)) {
      case 0 ->
          new ImageFilter.IdIn(
              new HashSet<>(List.of(random.oneOf(images).id(), random.oneOf(images).id())));
      case 1 -> texts();
      case 2 -> new ImageFilter.NameContains(part());
      case 3 ->
          new ImageFilter.NumberIs(
              random.oneOf(List.of(NumberField.values())),
              random.oneOf(List.of(Comparison.values())),
              random.oneOf(List.of(0L, 1L, 2L, 7L, 1L << 30, 1L << 40, Long.MAX_VALUE)));
      case 4 ->
          new ImageFilter.DateIs(
              random.oneOf(List.of(DateField.values())),
              random.oneOf(List.of(Comparison.values())),
              START.plusMillis(500L * random.upTo(6)));
      case 5 -> new ImageFilter.IsProtected(random.sometimes());
      case 6 -> new ImageFilter.HasTag(random.oneOf(SampleImages.TAGS));
      default -> new ImageFilter.HasProperty("a", random.oneOf(SampleImages.VALUES));
    };
  }

  private ImageFilter texts() {
    TextField field = random.oneOf(List.of(TextField.values()));
    List<String> values =
        switch (field) {
          case NAME -> SampleImages.NAMES.stream().filter(Objects::nonNull).toList();
          case STATUS -> List.of("queued", "saving", "uploading", "importing", "active", "killed");
          case OWNER -> SampleImages.OWNERS;
          case DISK_FORMAT, CONTAINER_FORMAT -> List.of("raw", "qcow2", "bare", "ovf");
          case CHECKSUM, OS_HASH_ALGO, OS_HASH_VALUE -> List.of("c1", "h1", "h2", "sha512");
        };
    Set<String> asked =
        Stream.generate(() -> random.oneOf(values))
            .limit(random.upTo(4))
            .collect(Collectors.toCollection(HashSet::new));
    return new ImageFilter.TextIn(field, asked);
  }

  private String part() {
    return random.oneOf(List.of("", "a", "A", "zEBRA", "%", "_", "\\", "ÄR", "😀", ":", "0%"));
  }
}
