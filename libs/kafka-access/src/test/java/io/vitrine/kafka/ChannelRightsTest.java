package io.vitrine.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vitrine.kafka.ChannelRights.Group;
import io.vitrine.kafka.ChannelRights.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

class ChannelRightsTest {

  @Test
  void areThoseOfTheTopicsTheGroupsAndTheDeadLetters() {
    // Given
    Map<String, String> settings = new HashMap<>();
    settings.put("mp.messaging.incoming.in.connector", "smallrye-kafka");
    settings.put("mp.messaging.incoming.in.topics", "a, b");
    settings.put("mp.messaging.incoming.in.group.id", "readers");
    settings.put("mp.messaging.incoming.in.dead-letter-queue.topic", "dead");
    settings.put("mp.messaging.incoming.aside.connector", "smallrye-kafka");
    settings.put("mp.messaging.incoming.aside.health-enabled", "false");
    settings.put("mp.messaging.outgoing.out.connector", "smallrye-kafka");
    settings.put("mp.messaging.outgoing.out.topic", "c");
    settings.put("mp.messaging.outgoing.off.connector", "smallrye-kafka");
    settings.put("mp.messaging.outgoing.off.enabled", "false");
    settings.put("mp.messaging.outgoing.memory.connector", "smallrye-in-memory");

    // When
    ChannelRights rights =
        ChannelRights.of(
            new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build());

    // Then
    assertThat(rights.topics())
        .containsExactlyInAnyOrder(
            new Topic("a", AclOperation.READ, true),
            new Topic("b", AclOperation.READ, true),
            new Topic("dead", AclOperation.WRITE, true),
            new Topic("aside", AclOperation.READ, false),
            new Topic("c", AclOperation.WRITE, true));
    assertThat(rights.groups()).containsExactly(new Group("readers", true));
  }
}
