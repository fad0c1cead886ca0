package io.vitrine.registry.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vitrine.registry.image.StoreDirectory.Entry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoreDirectoryTest {
  private final StoreDirectory stores =
      new StoreDirectory(
          List.of(store("slow", 0, true), store("fast", 10, false), Entry.plain("plain", true)));

  @Test
  void namesTheStoresInOrder() {
    assertThat(stores.names()).containsExactly("fast", "plain", "slow");
    assertThat(stores.writable()).containsExactly("fast", "plain");
    assertThat(stores.defaultStore()).isEqualTo("plain");
  }

  @Test
  void ordersByWeightAndElseNotAtAll() {
    // Given
    List<Location> copies =
        Stream.of("gone", "slow", "plain", "fast", "lost")
            .map(store -> new Location(store, "key"))
            .toList();

    // When, Then
    assertThat(stores.preferred(copies))
        .extracting(Location::store)
        .containsExactly("fast", "slow", "plain", "gone", "lost");
  }

  @Test
  void hasOneDefaultStoreToWhichImagesMayGo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stores.replace(List.of(Entry.plain("plain", false))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stores.replace(List.of(Entry.plain("a", true), Entry.plain("b", true))));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            stores.replace(
                List.of(new Entry("a", Optional.empty(), true, 0, true, false, 8 << 20))))
        .withMessageContaining("read-only");
    assertThat(stores.names()).hasSize(3);
  }

  private static Entry store(String name, int weight, boolean readOnly) {
    return new Entry(name, Optional.empty(), false, weight, readOnly, false, 8 << 20);
  }
}
