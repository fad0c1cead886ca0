package io.vitrine.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.ImageFact.ImageUpdated;
import io.vitrine.events.MetadefFact.NamespaceUpdated;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BeforeTest {
  private static final UUID ID = new UUID(0, 1);

  @Test
  void hasNothingThatStayedAsItWas() {
    assertThat(before(image(1, "private", "demo", List.of("a"), Map.of("p", "1")))).isEmpty();
  }

  @Test
  void hasVisibilityAndOwner() {
    assertThat(before(image(2, "public", "other", List.of("a"), Map.of("p", "1"))))
        .isEqualTo(Map.of("visibility", "private", "owner", "demo"));
  }

  @Test
  void hasAllTags() {
    assertThat(before(image(2, "private", "demo", List.of("a", "b"), Map.of("p", "1"))))
        .isEqualTo(Map.of("tags", List.of("a")));
  }

  @Test
  void hasThePropertiesThatWereAddedChangedAndRemoved() {
    // Given
    ImageSnapshot was =
        image(1, "private", "demo", List.of(), Map.of("kept", "1", "changed", "2", "removed", "3"));
    ImageSnapshot is =
        image(2, "private", "demo", List.of(), Map.of("kept", "1", "changed", "4", "added", "5"));

    // When
    ImageUpdated fact = ImageUpdated.of(was, is);

    // Then
    Map<String, Object> properties = new TreeMap<>(Map.of("changed", "2", "removed", "3"));
    properties.put("added", null);
    assertThat(fact.before()).isEqualTo(Map.of("properties", properties));
  }

  @Test
  void doublesAFactAtMost() {
    // Given
    ImageSnapshot was = full("a");
    ImageSnapshot is = full("b");

    // When
    int size = FactCodec.encode(ImageUpdated.of(was, is)).length;

    // Then
    assertThat(size).isLessThan(2 * FactCodec.encode(new ImageUpdated(is, null)).length);
  }

  @Test
  void comparesNamespaces() {
    // When
    NamespaceUpdated fact = NamespaceUpdated.of(namespace("old", null), namespace("new", "said"));

    // Then
    Map<String, Object> before = new TreeMap<>(Map.of("name", "old"));
    before.put("description", null);
    assertThat(fact.before()).isEqualTo(before);
    assertThat(fact.oldName()).isEqualTo("old");
  }

  private static Map<String, Object> before(ImageSnapshot is) {
    return ImageUpdated.of(image(1, "private", "demo", List.of("a"), Map.of("p", "1")), is)
        .before();
  }

  private static ImageSnapshot full(String value) {
    Map<String, String> properties = new TreeMap<>();
    IntStream.range(0, 128).forEach(i -> properties.put("property" + i, value.repeat(255)));
    List<String> tags = IntStream.range(0, 128).mapToObj(i -> value + i).toList();
    return image(1, "private", "demo", tags, properties);
  }

  private static ImageSnapshot image(
      long version,
      String visibility,
      String owner,
      List<String> tags,
      Map<String, String> properties,
      String... stores) {
    return new ImageSnapshot(
        ID,
        version,
        null,
        "queued",
        visibility,
        owner,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        false,
        false,
        tags,
        properties,
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(version),
        Arrays.asList(stores),
        List.of(),
        List.of());
  }

  private static NamespaceSnapshot namespace(String name, String description) {
    return new NamespaceSnapshot(
        ID, 1, name, null, description, "public", false, "admin", Instant.EPOCH, Instant.EPOCH);
  }
}
