package io.vitrine.registry.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.events.BlobFact.UploadProgressed;
import io.vitrine.events.Cause;
import io.vitrine.events.Fact;
import io.vitrine.events.ImageFact.ImageCreated;
import io.vitrine.events.ImageFact.ImageMemberAdded;
import io.vitrine.events.MemberSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NotificationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-01-02T03:05:05.678901Z");
  private static final JsonNode GOLDEN = golden();

  private static JsonNode golden() {
    try (InputStream file =
        Objects.requireNonNull(
            NotificationsTest.class.getResourceAsStream("/notification/golden.json"))) {
      return JSON.readTree(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Notification> told(Fact fact, String... disabled) {
    return new Notifications(
            new NotificationRules(
                "notifications", "image.here", Set.of(disabled), Duration.ofHours(48)))
        .of(fact, NOW, new Cause("req-1", "u1", "alt_demo"));
  }

  private static List<String> types(Fact fact, String... disabled) {
    return told(fact, disabled).stream().map(Notification::type).toList();
  }

  static Stream<Arguments> facts() {
    return SampleFacts.all().entrySet().stream()
        .map(fact -> Arguments.of(fact.getKey(), fact.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("facts")
  void tellsWhatGlanceTells(String name, Fact fact) throws IOException {
    assertThat(JSON.readTree(JSON.writeValueAsBytes(told(fact)))).isEqualTo(GOLDEN.get(name));
  }

  @Test
  void aTaskIsNewsOnlyWhenItComesToAnotherStatus() {
    assertThat(types(SampleFacts.task("pending", 2, "", "", SampleFacts.CHANGED))).isEmpty();
    assertThat(types(SampleFacts.task("processing", 1, "fetch", "", SampleFacts.CHANGED)))
        .isEmpty();
    assertThat(types(SampleFacts.task("resting", 1, "", "", SampleFacts.CHANGED))).isEmpty();
  }

  @Test
  void theNextRunIsTold() {
    assertThat(types(SampleFacts.task("processing", 2, "", "", SampleFacts.CHANGED)))
        .containsExactly("task.run", "task.processing");
  }

  @Test
  void whatGoesOnBetweenTheServicesIsNotTold() {
    assertThat(told(new UploadProgressed(new UUID(0, 1), new UUID(0, 2), 3))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "image.create, true, false",
    "image.member, false, true",
    "image.member.create, false, true",
    "image, true, true",
    "imag, false, false",
    "image.creat, false, false"
  })
  void aTypeOrTheBeginningOfSeveralCanBeDisabled(String name, boolean image, boolean member) {
    Fact created = new ImageCreated(SampleFacts.image("queued"));
    Fact shared =
        new ImageMemberAdded(
            SampleFacts.image("queued"), new MemberSnapshot("demo", "pending", NOW, NOW));

    assertThat(types(created, name, "task").isEmpty()).isEqualTo(image);
    assertThat(types(shared, name, "task").isEmpty()).isEqualTo(member);
  }
}
