package io.vitrine.registry.notification;

import io.vitrine.events.BlobFact;
import io.vitrine.events.BlobReleaseFact;
import io.vitrine.events.Cause;
import io.vitrine.events.CommandResult;
import io.vitrine.events.DownloadFact;
import io.vitrine.events.Fact;
import io.vitrine.events.ImageFact;
import io.vitrine.events.ImportFact;
import io.vitrine.events.ImportRun;
import io.vitrine.events.MetadefFact;
import io.vitrine.events.QuotaFact;
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
   * @param cause who is behind it
   */
  public List<Notification> of(Fact fact, Instant at, Cause cause) {
    return all(fact, at, cause).stream().filter(each -> !rules.isDisabled(each.type())).toList();
  }

  private List<Notification> all(Fact fact, Instant at, Cause cause) {
    return switch (fact) {
      case ImageFact image -> ImageNotifications.of(image, at);
      case TaskFact.TaskChanged changed ->
          TaskNotifications.of(changed.task(), rules.taskTimeToLive());
      case MetadefFact metadef -> List.of(MetadefNotifications.of(metadef, at));
      case DownloadFact.ImageDownloaded downloaded ->
          List.of(DownloadNotifications.of(downloaded, cause));
      case BlobFact _, BlobReleaseFact _, CommandResult _, ImportFact _, ImportRun _, QuotaFact _ ->
          List.of();
    };
  }
}
