package io.vitrine.registry.notification;

import java.time.Duration;
import java.util.Set;

/**
 * What is told, and as whose word.
 *
 * @param topic which with a priority behind it makes Kafka's
 * @param publisherId who tells
 * @param disabled types, and beginnings of them: {@code image.member} is all about members
 * @param taskTimeToLive for how long a task that has ended is remembered
 */
public record NotificationRules(
    String topic, String publisherId, Set<String> disabled, Duration taskTimeToLive) {

  public NotificationRules {
    disabled = Set.copyOf(disabled);
  }

  boolean isDisabled(String type) {
    return disabled.stream().anyMatch(each -> type.equals(each) || type.startsWith(each + "."));
  }
}
