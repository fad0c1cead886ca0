package io.vitrine.store.cache.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.store.cache.CacheCommand;
import io.vitrine.store.cache.CacheCommand.Target;
import io.vitrine.store.cache.CacheableImage;
import io.vitrine.store.cache.HeldImage;
import io.vitrine.store.cache.HeldImage.State;
import io.vitrine.store.cache.QueuedImage;
import io.vitrine.store.cache.QueuedImage.Copy;
import io.vitrine.store.cache.kafka.CacheRecords.Command;
import io.vitrine.store.cache.kafka.CacheRecords.Held;
import io.vitrine.store.cache.kafka.CacheRecords.ReportKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheRecordsTest {
  private static final UUID ID = UUID.fromString("5b9e7c44-8f0e-4d06-93f8-6a9a6c0f2c55");
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");

  static Stream<CacheCommand> commands() {
    CacheableImage image = new CacheableImage(ID, "5a".repeat(64), "md5", 7);
    List<Copy> copies =
        List.of(new Copy("a", new ObjectKey("x/y")), new Copy("b", new ObjectKey("z")));
    return Stream.of(
        new CacheCommand.Queue(new QueuedImage(image, copies, TIME)),
        new CacheCommand.Drop(ID),
        new CacheCommand.Clear(Target.QUEUE),
        new CacheCommand.Clean(),
        new CacheCommand.Prune());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandArrivesAsItWas(CacheCommand command) {
    UUID id = UUID.randomUUID();

    Command read = CacheRecords.decode(CacheRecords.encode(Command.of(id, command)), Command.class);

    assertThat(read.id()).isEqualTo(id);
    assertThat(read.command()).isEqualTo(command);
  }

  @Test
  void aReportArrivesAsItWas() {
    HeldImage image = new HeldImage(ID, State.CACHED, 7, "md5", 3, TIME, TIME.minusMillis(5));

    byte[] json = CacheRecords.encode(Held.of(image));

    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"state\":\"CACHED\",\"size\":7,\"checksum\":\"md5\",\"hits\":3,"
                + "\"last_accessed\":1767225600123,\"last_modified\":1767225600118}");
    assertThat(CacheRecords.decode(json, Held.class).image(ID)).isEqualTo(image);
  }

  @Test
  void aKeyNamesNodeAndImage() {
    ReportKey image = new ReportKey(ID, "node 1:9282");
    ReportKey node = new ReportKey(null, "image " + ID);

    assertThat(ReportKey.parse(image.text())).isEqualTo(image);
    assertThat(ReportKey.parse(node.text())).isEqualTo(node);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "image", "image 7 node", "x"})
  void whatIsNoKeyIsRefused(String text) {
    assertThatThrownBy(() -> ReportKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
