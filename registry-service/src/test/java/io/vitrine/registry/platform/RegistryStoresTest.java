package io.vitrine.registry.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.quarkus.runtime.configuration.PathConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vitrine.registry.image.StoreDirectory.Entry;
import io.vitrine.stores.BrokenStoresException;
import io.vitrine.stores.StoresConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryStoresTest {

  @Test
  void knowsTheStoresAmongTheSettings() {
    // Given
    RegistryStores stores =
        registry(
            Map.of(
                "vitrine.registry.stores", "primary,second",
                "vitrine.registry.store-descriptions.second", "the other",
                "vitrine.stores.second.weight", "3"));

    // Then
    assertThat(stores.entries(Map::of))
        .containsExactly(
            Entry.plain("primary", true),
            new Entry("second", Optional.of("the other"), false, 3, false, false, 8 << 20));
  }

  @Test
  void addsThoseInTheFile() {
    // Given
    StoresConfig file =
        file(
            Map.of(
                "vitrine.stores.fast.default", "true",
                "vitrine.stores.fast.description", "dear",
                "vitrine.stores.primary.read-only", "true"));

    // Then
    assertThat(registry(Map.of()).entries(file))
        .containsExactly(
            new Entry("fast", Optional.of("dear"), true, 0, false, false, 8 << 20),
            new Entry("primary", Optional.empty(), false, 0, true, false, 8 << 20));
  }

  @Test
  void refusesAFileThatLeavesNoPlaceForImages() {
    StoresConfig file = file(Map.of("vitrine.stores.primary.read-only", "true"));

    assertThatExceptionOfType(BrokenStoresException.class)
        .isThrownBy(() -> registry(Map.of()).entries(file))
        .withMessageContaining("read-only");
  }

  @ParameterizedTest
  @CsvSource({
    "part-size, 1M, part size",
    "part-size, 64M, part size",
    "endpoint, http://s3.example/path, endpoint",
    "endpoint, ftp://s3.example, endpoint",
    "endpoint, http://s3.example, no bucket",
    "prefix, /images, prefix",
    "access-key-file, /key, one of access-key"
  })
  void refusesWhatThoseWhoMoveBytesRefuse(String setting, String value, String message) {
    StoresConfig file =
        file(
            Map.of("vitrine.stores.fast.access-key", "a", "vitrine.stores.fast." + setting, value));

    assertThatExceptionOfType(BrokenStoresException.class)
        .isThrownBy(() -> registry(Map.of()).entries(file))
        .withMessageContaining(message);
  }

  @Test
  void refusesTwoStoresInOnePlace() {
    StoresConfig file =
        file(
            Map.of(
                "vitrine.stores.one.endpoint", "http://s3.example",
                "vitrine.stores.one.bucket", "images",
                "vitrine.stores.two.endpoint", "http://S3.example",
                "vitrine.stores.two.bucket", "images",
                "vitrine.stores.two.prefix", "two/"));

    assertThatExceptionOfType(BrokenStoresException.class)
        .isThrownBy(() -> registry(Map.of()).entries(file))
        .withMessageContaining("same place");
  }

  private static RegistryStores registry(Map<String, String> settings) {
    return new RegistryStores(
        mapped(settings, RegistryConfig.class, "vitrine.registry"), file(settings));
  }

  private static StoresConfig file(Map<String, String> settings) {
    return mapped(settings, StoresConfig.class, "vitrine.stores");
  }

  private static <T> T mapped(Map<String, String> settings, Class<T> type, String prefix) {
    return new SmallRyeConfigBuilder()
        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
        .withConverter(Duration.class, 100, new DurationConverter())
        .withConverter(Path.class, 100, new PathConverter())
        .withMapping(type, prefix)
        .withValidateUnknown(false)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build()
        .getConfigMapping(type, prefix);
  }
}
