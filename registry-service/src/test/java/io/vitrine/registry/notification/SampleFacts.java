package io.vitrine.registry.notification;

import io.vitrine.events.DownloadFact.ImageDownloaded;
import io.vitrine.events.DownloadFact.Outcome;
import io.vitrine.events.Fact;
import io.vitrine.events.ImageFact.ImageActivated;
import io.vitrine.events.ImageFact.ImageCreated;
import io.vitrine.events.ImageFact.ImageDeactivated;
import io.vitrine.events.ImageFact.ImageDeleted;
import io.vitrine.events.ImageFact.ImageImportFailed;
import io.vitrine.events.ImageFact.ImageImportStarted;
import io.vitrine.events.ImageFact.ImageMemberAdded;
import io.vitrine.events.ImageFact.ImageMemberRemoved;
import io.vitrine.events.ImageFact.ImageMemberUpdated;
import io.vitrine.events.ImageFact.ImageReactivated;
import io.vitrine.events.ImageFact.ImageRequeued;
import io.vitrine.events.ImageFact.ImageRestored;
import io.vitrine.events.ImageFact.ImageStaged;
import io.vitrine.events.ImageFact.ImageUpdated;
import io.vitrine.events.ImageFact.ImageUploadStarted;
import io.vitrine.events.ImageSnapshot;
import io.vitrine.events.MemberSnapshot;
import io.vitrine.events.MetadefFact.NamespaceCreated;
import io.vitrine.events.MetadefFact.NamespaceDeleted;
import io.vitrine.events.MetadefFact.NamespaceUpdated;
import io.vitrine.events.MetadefFact.ObjectCreated;
import io.vitrine.events.MetadefFact.ObjectDeleted;
import io.vitrine.events.MetadefFact.ObjectUpdated;
import io.vitrine.events.MetadefFact.PropertyCreated;
import io.vitrine.events.MetadefFact.PropertyDeleted;
import io.vitrine.events.MetadefFact.PropertyUpdated;
import io.vitrine.events.MetadefFact.ResourceTypeAssociated;
import io.vitrine.events.MetadefFact.ResourceTypeDissociated;
import io.vitrine.events.MetadefFact.TagCreated;
import io.vitrine.events.MetadefFact.TagDeleted;
import io.vitrine.events.MetadefFact.TagUpdated;
import io.vitrine.events.NamespaceSnapshot;
import io.vitrine.events.NamespaceSnapshot.DefinedObject;
import io.vitrine.events.NamespaceSnapshot.DefinedProperty;
import io.vitrine.events.NamespaceSnapshot.ResourceType;
import io.vitrine.events.NamespaceSnapshot.Tag;
import io.vitrine.events.TaskFact.TaskChanged;
import io.vitrine.events.TaskSnapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Facts, by a name. */
final class SampleFacts {
  static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678901Z");
  static final Instant CHANGED = CREATED.plusSeconds(60);
  private static final UUID ID = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private static final NamespaceSnapshot NAMESPACE =
      new NamespaceSnapshot(
          new UUID(0, 4),
          5,
          "OS::Compute",
          "Sizes",
          "All",
          "public",
          true,
          "admin",
          CREATED,
          CHANGED);
  private static final DefinedProperty PROPERTY =
      new DefinedProperty("cores", cores(), CREATED, CHANGED);
  private static final DefinedObject OBJECT =
      new DefinedObject("cpu", null, List.of("cores"), Map.of("cores", cores()), CREATED, CHANGED);
  private static final Tag TAG = new Tag("large", CREATED, CHANGED);
  private static final ResourceType TYPE =
      new ResourceType("OS::Glance::Image", "hw_", null, CREATED, CHANGED);

  private SampleFacts() {}

  static Map<String, Fact> all() {
    MemberSnapshot member = new MemberSnapshot("alt_demo", "accepted", CREATED, CHANGED);
    Map<String, Fact> facts = new LinkedHashMap<>();
    facts.put("created", new ImageCreated(image("queued")));
    facts.put("updated", new ImageUpdated(image("queued"), null));
    facts.put("upload started", new ImageUploadStarted(image("saving"), OTHER));
    facts.put("staging started", new ImageUploadStarted(image("uploading"), OTHER));
    facts.put("staged", new ImageStaged(image("uploading"), OTHER));
    facts.put("import started", new ImageImportStarted(image("importing"), OTHER));
    facts.put("activated", new ImageActivated(stored(), OTHER, null));
    facts.put("requeued", new ImageRequeued(image("queued"), OTHER, "the upload stopped"));
    facts.put(
        "import failed", new ImageImportFailed(image("queued"), OTHER, "The source has gone."));
    facts.put("deactivated", new ImageDeactivated(image("deactivated")));
    facts.put("reactivated", new ImageReactivated(image("active")));
    facts.put("deleted", new ImageDeleted(image("active")));
    facts.put("restored", new ImageRestored(image("active")));
    facts.put("member added", new ImageMemberAdded(image("active"), member));
    facts.put("member updated", new ImageMemberUpdated(image("active"), member));
    facts.put("member removed", new ImageMemberRemoved(image("active"), member));
    facts.put("downloaded", downloaded(Outcome.COMPLETE, 30));
    facts.put("download broken off", downloaded(Outcome.CLIENT_GONE, 7));
    facts.put("task new", task("pending", "", CREATED));
    facts.put("task taken", task("processing", "", CHANGED));
    facts.put("task succeeded", task("success", "", CHANGED));
    facts.put("task failed", task("failure", "The source has gone.", CHANGED));
    facts.put("namespace created", new NamespaceCreated(NAMESPACE));
    facts.put("namespace updated", new NamespaceUpdated(NAMESPACE, "OS::Before", null));
    facts.put("namespace deleted", new NamespaceDeleted(NAMESPACE));
    facts.put("property created", new PropertyCreated(NAMESPACE, PROPERTY));
    facts.put("property updated", new PropertyUpdated(NAMESPACE, PROPERTY, "before"));
    facts.put("property deleted", new PropertyDeleted(NAMESPACE, PROPERTY));
    facts.put("object created", new ObjectCreated(NAMESPACE, OBJECT));
    facts.put("object updated", new ObjectUpdated(NAMESPACE, OBJECT, null));
    facts.put("object deleted", new ObjectDeleted(NAMESPACE, OBJECT));
    facts.put("tag created", new TagCreated(NAMESPACE, TAG));
    facts.put("tag updated", new TagUpdated(NAMESPACE, TAG, "before"));
    facts.put("tag deleted", new TagDeleted(NAMESPACE, TAG));
    facts.put("resource type associated", new ResourceTypeAssociated(NAMESPACE, TYPE));
    facts.put("resource type dissociated", new ResourceTypeDissociated(NAMESPACE, TYPE));
    return facts;
  }

  /** What is false or nothing is said, too. */
  private static Map<String, @Nullable Object> cores() {
    return Map.of(
        "type", "integer", "title", "Cores", "minimum", 0, "enum", List.of(0, 1), "readonly", true);
  }

  static ImageSnapshot image(String status) {
    return image(status, null, null);
  }

  private static ImageSnapshot stored() {
    return image("active", 3L, "0cc1");
  }

  private static ImageSnapshot image(
      String status, @Nullable Long size, @Nullable String checksum) {
    return new ImageSnapshot(
        ID,
        4,
        "cirros",
        status,
        "public",
        "demo",
        "qcow2",
        "bare",
        size,
        size,
        checksum,
        "sha512",
        "bb",
        1,
        2,
        false,
        true,
        List.of("t"),
        Map.of("os_distro", "debian"),
        CREATED,
        CHANGED,
        List.of("primary"),
        List.of("cold"),
        List.of());
  }

  private static ImageDownloaded downloaded(Outcome outcome, long sent) {
    return new ImageDownloaded(ID, "demo", null, 30, sent, outcome, "primary", 12, "192.0.2.1");
  }

  private static TaskChanged task(String status, String message, Instant updatedAt) {
    return task(status, 1, "", message, updatedAt);
  }

  static TaskChanged task(
      String status, int attempt, String phase, String message, Instant updatedAt) {
    return new TaskChanged(
        ID,
        new TaskSnapshot(
            OTHER,
            ID,
            "api_image_import",
            "web-download",
            status,
            "demo",
            "u1",
            "req-1",
            status.equals("processing") ? new UUID(0, 3) : null,
            attempt,
            false,
            phase,
            0,
            0,
            message,
            CREATED,
            updatedAt));
  }
}
