package io.vitrine.registry.notification;

import static io.vitrine.registry.notification.Notification.error;
import static io.vitrine.registry.notification.Notification.info;

import io.vitrine.events.ImageFact;
import io.vitrine.events.ImageSnapshot;
import io.vitrine.events.MemberSnapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images and their members. */
final class ImageNotifications {
  private static final String UPLOAD = "image.upload";

  private ImageNotifications() {}

  static List<Notification> of(ImageFact fact, Instant at) {
    ImageSnapshot image = fact.image();
    return switch (fact) {
      case ImageFact.ImageCreated _ -> List.of(info("image.create", fields(image)));
      case ImageFact.ImageUploadStarted _ ->
          // What is staged is in no store yet.
          List.of(image.status().equals("saving") ? prepare(image) : update(image));
      case ImageFact.ImageImportStarted _ -> List.of(prepare(image));
      case ImageFact.ImageActivated _ ->
          List.of(info(UPLOAD, onItsWay(image)), info("image.activate", fields(image)));
      case ImageFact.ImageRequeued requeued -> failed(image, requeued.reason());
      case ImageFact.ImageImportFailed failed -> failed(image, failed.reason());
      case ImageFact.ImageUpdated _,
          ImageFact.ImageStaged _,
          ImageFact.ImageDeactivated _,
          ImageFact.ImageReactivated _,
          ImageFact.ImageRestored _ ->
          List.of(update(image));
      case ImageFact.ImageDeleted _ ->
          List.of(info("image.delete", fields(image).with("status", "deleted").deleted(at)));
      case ImageFact.ImageMemberAdded added ->
          List.of(info("image.member.create", member(image, added.member(), null)));
      case ImageFact.ImageMemberUpdated updated ->
          List.of(info("image.member.update", member(image, updated.member(), null)));
      case ImageFact.ImageMemberRemoved removed ->
          List.of(info("image.member.delete", member(image, removed.member(), at)));
    };
  }

  private static Notification update(ImageSnapshot image) {
    return info("image.update", fields(image));
  }

  private static Notification prepare(ImageSnapshot image) {
    return info("image.prepare", onItsWay(image));
  }

  /** The text does not show what has become of the image, so that is told, too. */
  private static List<Notification> failed(ImageSnapshot image, String reason) {
    String text = "Failed to upload image data for image %s: %s".formatted(image.id(), reason);
    return List.of(error(UPLOAD, text), update(image));
  }

  private static Fields fields(ImageSnapshot image) {
    return new Fields()
        .with("id", image.id().toString())
        .with("name", image.name())
        .with("status", image.status())
        .time("created_at", image.createdAt())
        .time("updated_at", image.updatedAt())
        .with("min_disk", image.minDisk())
        .with("min_ram", image.minRam())
        .with("protected", image.isProtected())
        .with("checksum", image.checksum())
        .with("owner", image.owner())
        .with("disk_format", image.diskFormat())
        .with("container_format", image.containerFormat())
        .with("size", image.size())
        .with("virtual_size", image.virtualSize())
        .with("is_public", image.visibility().equals("public"))
        .with("visibility", image.visibility())
        .with("properties", image.properties())
        .with("tags", image.tags())
        .deleted(null);
  }

  private static Fields onItsWay(ImageSnapshot image) {
    return fields(image)
        .with("os_glance_importing_to_stores", orNone(image.importingToStores()))
        .with("os_glance_failed_import", orNone(image.failedImport()));
  }

  private static List<String> orNone(@Nullable List<String> stores) {
    return stores == null ? List.of() : stores;
  }

  private static Fields member(
      ImageSnapshot image, MemberSnapshot member, @Nullable Instant deletedAt) {
    return new Fields()
        .with("image_id", image.id().toString())
        .with("member_id", member.memberId())
        .with("status", member.status())
        .time("created_at", member.createdAt())
        .time("updated_at", member.updatedAt())
        .deleted(deletedAt);
  }
}
