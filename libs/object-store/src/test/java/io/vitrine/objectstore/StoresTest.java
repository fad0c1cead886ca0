package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.MemorySize;
import io.vitrine.stores.BrokenStoresException;
import io.vitrine.stores.StoresConfig;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
  private static final StoresConfig NOTHING = Map::of;

  @TempDir Path directory;

  private final Stores stores = new Stores(Map.of());

  @Test
  void connectsStoresThatComeAndForgetsThoseThatGo() {
    // Given
    connect(Written.at("one"), "fast");
    ObjectStore fast = stores.named("fast").orElseThrow();

    // When
    stores.connect(
        Stores.settings(
            NOTHING, () -> Map.of("fast", Written.at("one"), "slow", Written.at("two"))));

    // Then
    assertThat(stores.named("fast")).containsSame(fast);
    assertThat(stores.all()).extracting(ObjectStore::name).containsExactly("fast", "slow");

    // When
    connect(Written.at("two"), "slow");

    // Then
    assertThat(stores.named("fast")).isEmpty();
    assertThat(stores.all()).extracting(ObjectStore::name).containsExactly("slow");
  }

  @Test
  void saysOfAStoreThatItDoesNotKnowThatItMayComeYet() {
    assertThatThrownBy(() -> stores.require("fast"))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE))
        .hasMessage("no store is named fast");
  }

  @Test
  void connectsAnewWhereTheSettingsAreOthers() {
    // Given
    connect(Written.at("one"), "fast");
    ObjectStore before = stores.named("fast").orElseThrow();

    // When
    connect(Written.at("two"), "fast");

    // Then
    assertThat(stores.named("fast").orElseThrow()).isNotSameAs(before);
  }

  @Test
  void theFileReplacesAStoreAmongTheSettings() {
    // When
    Map<String, StoreSettings> both =
        Stores.settings(
            () -> Map.of("fast", Written.at("one")), () -> Map.of("fast", Written.at("two")));

    // Then
    assertThat(both.get("fast").bucket()).isEqualTo("two");
  }

  @Test
  void theFileMaySayOfAStoreAmongTheSettingsOnlyWhatTheRegistryNeeds() {
    // When
    Map<String, StoreSettings> both =
        Stores.settings(
            () -> Map.of("fast", Written.at("one")), () -> Map.of("fast", Written.nowhere()));

    // Then
    assertThat(both.get("fast").bucket()).isEqualTo("one");
  }

  @Test
  void takesCredentialsFromFiles() throws IOException {
    // Given
    Path key = Files.writeString(directory.resolve("key"), "from a file\n");
    Written store =
        new Written(Optional.of("one"), Optional.empty(), Optional.of(key), 8 << 20, "images/");

    // When
    StoreSettings settings = StoreSettings.of("fast", store);

    // Then
    assertThat(settings.secretKey()).isEqualTo("from a file");
    assertThat(settings.prefix()).isEqualTo("images/");
    assertThat(settings.toString()).doesNotContain("from a file");
  }

  @Test
  void saysWhatAStoreLacks() {
    assertThatExceptionOfType(BrokenStoresException.class)
        .isThrownBy(() -> connect(Written.nowhere(), "fast"))
        .withMessage("store fast has no endpoint");
    assertThatExceptionOfType(BrokenStoresException.class)
        .isThrownBy(() ->
            connect(
                new Written(Optional.of("one"), Optional.empty(), Optional.empty(), 8 << 20, ""),
                "fast"))
        .withMessage("store fast has one of secret-key and secret-key-file");
    assertThatExceptionOfType(BrokenStoresException.class)
        .isThrownBy(() ->
            connect(
                new Written(Optional.of("one"), Optional.of("s"), Optional.empty(), 1, ""), "fast"))
        .withMessageStartingWith("store fast: part size");
    assertThat(stores.all()).isEmpty();
  }

  private void connect(Written store, String name) {
    stores.connect(Stores.settings(NOTHING, () -> Map.of(name, store)));
  }

  /** A store as a file has it. */
  private record Written(
      Optional<String> bucket,
      Optional<String> secretKey,
      Optional<Path> secretKeyFile,
      int bytesOfAPart,
      String keyPrefix)
      implements StoresConfig.Store {

    static Written at(String bucket) {
      return new Written(Optional.of(bucket), Optional.of("s"), Optional.empty(), 8 << 20, "");
    }

    static Written nowhere() {
      return new Written(Optional.empty(), Optional.empty(), Optional.empty(), 8 << 20, "");
    }

    @Override
    public Optional<URI> endpoint() {
      return bucket.map(any -> URI.create("http://127.0.0.1:1"));
    }

    @Override
    public String region() {
      return "us-east-1";
    }

    @Override
    public Optional<String> prefix() {
      return Optional.of(keyPrefix);
    }

    @Override
    public Optional<String> accessKey() {
      return Optional.of("a");
    }

    @Override
    public Optional<Path> accessKeyFile() {
      return Optional.empty();
    }

    @Override
    public MemorySize partSize() {
      return new MemorySize(BigInteger.valueOf(bytesOfAPart));
    }

    @Override
    public int weight() {
      return 0;
    }

    @Override
    public boolean readOnly() {
      return false;
    }

    @Override
    public Optional<String> description() {
      return Optional.empty();
    }

    @Override
    public boolean isDefault() {
      return false;
    }

    @Override
    public boolean direct() {
      return false;
    }
  }
}
