package io.vitrine.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoresFileTest {

  @Test
  void readsAStoreWithAllThatItHas() {
    // When
    StoresConfig.Store fast =
        store(
            """
            # The fast one.
            fast.endpoint=http://127.0.0.1:9000
            fast.bucket = images
            fast.region=eu-west-1
            fast.prefix=vitrine/
            fast.access-key=AKIA
            fast.secret-key=a${b}$c,d
            fast.part-size=6M
            fast.weight=-5
            fast.read-only=true
            fast.description=Fast, but dear
            fast.default=true
            fast.direct=true
            """);

    // Then
    assertThat(fast.endpoint()).contains(URI.create("http://127.0.0.1:9000"));
    assertThat(fast.bucket()).contains("images");
    assertThat(fast.region()).isEqualTo("eu-west-1");
    assertThat(fast.prefix()).contains("vitrine/");
    assertThat(fast.accessKey()).contains("AKIA");
    assertThat(fast.secretKey()).contains("a${b}$c,d");
    assertThat(fast.partSize().asLongValue()).isEqualTo(6L << 20);
    assertThat(fast.weight()).isEqualTo(-5);
    assertThat(fast.readOnly()).isTrue();
    assertThat(fast.description()).contains("Fast, but dear");
    assertThat(fast.isDefault()).isTrue();
    assertThat(fast.direct()).isTrue();
  }

  @Test
  void readsAStoreOfWhichTheRegistryAloneIsTold() {
    // When
    StoresConfig.Store fast = store("fast.weight=1\nfast.secret-key-file=/run/secrets/fast");

    // Then
    assertThat(fast.weight()).isEqualTo(1);
    assertThat(fast.endpoint()).isEmpty();
    assertThat(fast.secretKeyFile()).contains(Path.of("/run/secrets/fast"));
    assertThat(fast.readOnly()).isFalse();
    assertThat(fast.isDefault()).isFalse();
    assertThat(fast.direct()).isFalse();
    assertThat(fast.partSize().asLongValue()).isEqualTo(8L << 20);
  }

  @Test
  void readsAnEmptyFile() {
    assertThat(StoresFile.parse("stores", "# nothing yet\n").byName()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fast.bucket=a\nfast.buckett=b",
        "fast.weight=heavy",
        "fast.part-size=big",
        "fast.read-only.really=true",
        "fast,slow.bucket=a",
        "fast=a",
        "bad\\u00XX.bucket=a"
      })
  void saysWhichFileIsBroken(String text) {
    assertThatExceptionOfType(BrokenStoresException.class)
        .isThrownBy(() -> StoresFile.parse("/etc/stores.properties", text))
        .withMessageStartingWith("/etc/stores.properties: ");
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThatExceptionOfType(BrokenStoresException.class)
        .isThrownBy(() -> StoresFile.read(Path.of("/does/not/exist")))
        .withMessageStartingWith("/does/not/exist cannot be read");
  }

  private static StoresConfig.Store store(String text) {
    return StoresFile.parse("stores", text).byName().get("fast");
  }
}
