package io.vitrine.registry.image;

import io.vitrine.registry.member.Member;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images made up from few values, so that many are alike in much. The same seed makes the same. */
public final class SampleImages {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  public static final List<String> OWNERS = List.of("demo", "alt_demo", "ops");
  public static final List<@Nullable String> NAMES =
      Arrays.asList(
          null,
          "",
          " ",
          "Zebra",
          "apple",
          "a,b",
          "a\"b",
          "100%",
          "1000",
          "a_b",
          "a\\b",
          "Ärger",
          "cirros:0.6",
          "in:x",
          "\uFF5E",
          "😀");
  public static final List<@Nullable String> DISK_FORMATS = Arrays.asList(null, "raw", "qcow2");
  public static final List<String> TAGS = List.of("x", "y", "z z");
  public static final List<String> VALUES = List.of("", "a", "in:a,b", "ü");
  public static final List<Long> SIZES = List.of(0L, 7L, 1L << 40);

  private final Random random;

  public SampleImages(long seed) {
    this.random = new Random(seed);
  }

  public List<Image> many(int count) {
    return Stream.generate(this::next).limit(count).toList();
  }

  /** Some of the images are shared with some of the projects; so are some that cannot be. */
  public List<Member> membersOf(List<Image> images) {
    List<Member> members = new ArrayList<>();
    for (Image image : images) {
      for (String project : OWNERS) {
        if (random.nextBoolean()) {
          MemberStatus status = oneOf(List.of(MemberStatus.values()));
          members.add(new Member(image.id(), project, status, START, START));
        }
      }
    }
    return members;
  }

  public Image next() {
    Instant created = instant();
    return new Image(
        id(),
        1 + random.nextInt(3),
        oneOf(OWNERS),
        new ImageAttributes(
            oneOf(NAMES),
            oneOf(List.of(Visibility.values())),
            oneOf(DISK_FORMATS),
            oneOf(Arrays.asList(null, "bare", "ovf")),
            random.nextInt(3),
            random.nextInt(3),
            random.nextBoolean(),
            random.nextInt(5) == 0,
            tags(),
            properties()),
        oneOf(statuses()),
        oneOf(Arrays.asList(null, new Copying(id(), List.of("a", "b"), List.of("c")))),
        created,
        random.nextBoolean() ? created : instant());
  }

  public List<ImageStatus> statuses() {
    return List.of(
        new ImageStatus.Queued(),
        new ImageStatus.Saving(upload(START)),
        new ImageStatus.Staging(upload(START)),
        new ImageStatus.Staged(data()),
        new ImageStatus.Importing(data(), null, id(), random.nextInt(1_000)),
        new ImageStatus.Importing(null, null, id(), random.nextInt(1_000)),
        new ImageStatus.Importing(null, data(), id(), random.nextInt(1_000)),
        new ImageStatus.Active(data()));
  }

  public Upload upload(Instant leaseExpiresAt) {
    return new Upload(
        id(),
        "primary",
        "blobs/" + random.nextInt(),
        true,
        7L,
        random.nextInt(1_000),
        leaseExpiresAt);
  }

  private Location location(String store) {
    return new Location(store, "blobs/" + random.nextInt());
  }

  private StoredData data() {
    return new StoredData(
        random.nextBoolean()
            ? List.of(location("primary"))
            : List.of(location("other"), location("primary"), location("cold")),
        oneOf(SIZES),
        oneOf(List.of("c1", "c2")),
        "sha512",
        oneOf(List.of("h1", "h2")),
        "raw",
        oneOf(Arrays.asList(null, 1L << 30)));
  }

  private Set<String> tags() {
    Set<String> tags = new LinkedHashSet<>(TAGS);
    tags.removeIf(tag -> random.nextBoolean());
    return tags;
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    for (String name : List.of("a", "b c")) {
      if (random.nextBoolean()) {
        properties.put(name, oneOf(VALUES));
      }
    }
    return properties;
  }

  /** Some are the same moment, some only the same second. */
  private Instant instant() {
    return START
        .plusSeconds(random.nextInt(3))
        .plus(random.nextInt(3) * 333_333L, ChronoUnit.MICROS);
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  <T extends @Nullable Object> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  boolean sometimes() {
    return random.nextBoolean();
  }

  int upTo(int bound) {
    return random.nextInt(bound);
  }
}
