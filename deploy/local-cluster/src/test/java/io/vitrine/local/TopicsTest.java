package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.local.Topics.Topic;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void readsPartitionsAndSettings() throws IOException {
    // Given
    String file =
        """
        # a comment
        vitrine.images = 6 retention.ms=1000 cleanup.policy=delete
        vitrine.blobs = 3
        """;

    // When
    Topics topics = parse(file);

    // Then
    assertThat(topics.all())
        .containsExactly(
            new Topic("vitrine.blobs", 3, Map.of()),
            new Topic(
                "vitrine.images", 6, Map.of("retention.ms", "1000", "cleanup.policy", "delete")));
  }

  @Test
  void namesTheTopicWhoseSettingIsNoSetting() {
    assertThatThrownBy(() -> parse("vitrine.images = 6 forever"))
        .hasMessageContaining("vitrine.images")
        .hasMessageContaining("forever");
  }

  @Test
  void namesTheTopicWithoutPartitions() {
    assertThatThrownBy(() -> parse("vitrine.images = many")).hasMessageContaining("vitrine.images");
    assertThatThrownBy(() -> parse("vitrine.images = 0")).hasMessageContaining("vitrine.images");
  }

  @Test
  void changesOnlyWhatIsOtherwise() {
    // Given
    Topic topic = new Topic("t", 1, Map.of("retention.ms", "-1", "cleanup.policy", "delete"));
    Config now =
        new Config(
            List.of(
                new ConfigEntry("retention.ms", "1000"),
                new ConfigEntry("cleanup.policy", "delete"),
                new ConfigEntry("segment.ms", "5")));

    // When
    List<AlterConfigOp> changes = topic.changesOf(now);

    // Then
    assertThat(changes)
        .containsExactly(
            new AlterConfigOp(new ConfigEntry("retention.ms", "-1"), AlterConfigOp.OpType.SET));
  }

  @Test
  void readsTheTopicsOfThisCheckout() throws IOException {
    // When
    Topics topics = Topics.read(Checkout.find().topics());

    // Then
    assertThat(topics.all())
        .extracting(Topic::name)
        .contains(
            "vitrine.images",
            "vitrine.blobs",
            "vitrine.imports",
            "vitrine.metadefs",
            "vitrine.dead-letters");
  }

  private static Topics parse(String file) throws IOException {
    return Topics.parse(new StringReader(file));
  }
}
