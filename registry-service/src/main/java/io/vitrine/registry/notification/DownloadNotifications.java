package io.vitrine.registry.notification;

import io.vitrine.events.Cause;
import io.vitrine.events.DownloadFact.ImageDownloaded;
import io.vitrine.events.DownloadFact.Outcome;

/** Downloads: what did not get to its end is an error, as in Glance. */
final class DownloadNotifications {
  private static final String SEND = "image.send";

  private DownloadNotifications() {}

  static Notification of(ImageDownloaded downloaded, Cause cause) {
    Fields fields =
        new Fields()
            .with("bytes_sent", downloaded.sentBytes())
            .with("image_id", downloaded.imageId().toString())
            .with("owner_id", downloaded.owner())
            .with("receiver_tenant_id", cause.projectId())
            .with("receiver_user_id", cause.userId())
            .with("destination_ip", downloaded.clientAddress());
    return downloaded.outcome() == Outcome.COMPLETE
        ? Notification.info(SEND, fields)
        : Notification.error(SEND, fields);
  }
}
