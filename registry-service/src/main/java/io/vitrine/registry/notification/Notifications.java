package io.vitrine.registry.notification;

import io.vitrine.events.BlobFact;
import io.vitrine.events.BlobReleaseFact;
import io.vitrine.events.Fact;
import io.vitrine.events.ImageFact;
import io.vitrine.events.ImportFact;
import io.vitrine.events.ImportRun;
import io.vitrine.events.MetadefFact;
import io.vitrine.events.TaskFact;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What Glance would tell of a fact. Nothing is remembered: the same fact tells the same. */
@ApplicationScoped
public class Notifications {
  private final NotificationRules rules;

  public Notifications(NotificationRules rules) {
    this.rules = rules;
  }

  /**
   * The notifications that are wanted, in their order.
   *
   * @param at when it happened
   */
  public List<Notification> of(Fact fact, Instant at) {
    return all(fact, at).stream().filter(each -> !rules.isDisabled(each.type())).toList();
  }

  private List<Notification> all(Fact fact, Instant at) {
    return switch (fact) {
      case ImageFact image -> ImageNotifications.of(image, at);
      case TaskFact.TaskChanged changed ->
          TaskNotifications.of(changed.task(), rules.taskTimeToLive());
      case MetadefFact metadef -> List.of(MetadefNotifications.of(metadef, at));
      case BlobFact _, BlobReleaseFact _, ImportFact _, ImportRun _ -> List.of();
    };
  }
}
