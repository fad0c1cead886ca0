package io.vitrine.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.local.ClusterException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {
  private static DeadLetter letter(String value, String... headers) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("vitrine.dead-letters", 3, 17, bytes("key"), bytes(value));
    for (int i = 0; i < headers.length; i += 2) {
      record.headers().add(headers[i], bytes(headers[i + 1]));
    }
    return new DeadLetter(record);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void goesBackAsItWas() {
    // Given
    DeadLetter letter =
        letter(
            "{",
            "dead-letter-reason",
            "not JSON",
            "dead-letter-topic",
            "vitrine.commands",
            "ce_id",
            "c1");
    // Then
    assertThat(letter.id()).hasToString("3-17").isEqualTo(DeadLetter.Id.parse("3-17"));
    assertThat(letter.reason()).isEqualTo("not JSON");
    assertThat(letter.payload()).isEqualTo("{");
    var original = letter.original();
    assertThat(original.topic()).isEqualTo("vitrine.commands");
    assertThat(original.key()).isEqualTo(bytes("key"));
    assertThat(original.value()).isEqualTo(bytes("{"));
    assertThat(original.headers()).extracting(Header::key).containsExactly("ce_id");
  }

  @Test
  void mayBeAFactThatWasOnNoOtherTopic() {
    DeadLetter letter = letter("{\"reason\":\"ten runs\"}", "ce_type", "io.vitrine.x.v1");

    assertThat(letter.reason()).isEqualTo("ten runs");
    assertThatThrownBy(letter::original).isInstanceOf(ClusterException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "3-", "a-b", "3-1-1", ""})
  void hasAnIdOfTwoNumbers(String id) {
    assertThatThrownBy(() -> DeadLetter.Id.parse(id)).isInstanceOf(ClusterException.class);
  }
}
