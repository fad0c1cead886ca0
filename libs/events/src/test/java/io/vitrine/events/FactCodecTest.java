package io.vitrine.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.NamespaceSnapshot.DefinedObject;
import io.vitrine.events.NamespaceSnapshot.DefinedProperty;
import io.vitrine.events.NamespaceSnapshot.ResourceType;
import io.vitrine.events.NamespaceSnapshot.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the wire format: a change that breaks a golden line breaks every consumer. */
class FactCodecTest {
  private static final UUID IMAGE = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-000000000002");
  private static final UUID RUN = UUID.fromString("00000000-0000-0000-0000-000000000003");
  private static final Blob BLOB =
      new Blob("primary", "blobs/1/2", 3, "aa", "sha512", "bb", "qcow2", 10L);
  private static final Blob COPIED =
      new Blob(
          "primary",
          "blobs/1/2",
          3,
          "aa",
          "sha512",
          "bb",
          "qcow2",
          10L,
          List.of(new Blob.Copy("cold", "blobs/1/3")));
  private static final String BLOB_JSON =
      "{\"store\":\"primary\",\"key\":\"blobs/1/2\",\"size\":3,\"checksum\":\"aa\",\"os_hash_algo\":\"sha512\","
          + "\"os_hash_value\":\"bb\",\"disk_format\":\"qcow2\",\"virtual_size\":10}";
  private static final ImageSnapshot SNAPSHOT = snapshot(List.of(), null, null);
  private static final ImageSnapshot STORED =
      snapshot(List.of("primary", "cold"), List.of("far"), List.of());
  private static final String SNAPSHOT_JSON =
      "{\"id\":\"%s\",\"version\":4,\"name\":\"cirros\",\"status\":\"queued\",\"visibility\":\"shared\",\"owner\":\"demo\",\"disk_format\":\"qcow2\",\"container_format\":\"bare\",\"size\":null,\"virtual_size\":null,\"checksum\":null,\"os_hash_algo\":null,\"os_hash_value\":null,\"min_disk\":1,\"min_ram\":2,\"protected\":false,\"os_hidden\":true,\"tags\":[\"t\"],\"properties\":{\"os_distro\":\"debian\"},\"created_at\":\"1970-01-01T00:00:00Z\",\"updated_at\":\"1970-01-01T00:00:00Z\"}"
          .formatted(IMAGE);
  private static final MemberSnapshot MEMBER =
      new MemberSnapshot("alt_demo", "accepted", Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
  private static final String MEMBER_FACT_JSON =
      "{\"image\":%s,\"member\":{\"member_id\":\"alt_demo\",\"status\":\"accepted\",\"created_at\":\"1970-01-01T00:00:00Z\",\"updated_at\":\"1970-01-01T00:00:01Z\"}}"
          .formatted(SNAPSHOT_JSON);

  private static final TaskSnapshot TASK =
      new TaskSnapshot(
          OTHER,
          IMAGE,
          "api_image_import",
          "web-download",
          "processing",
          "demo",
          "u1",
          "req-1",
          RUN,
          2,
          false,
          "fetch",
          1,
          2,
          "",
          Instant.EPOCH,
          Instant.EPOCH.plusSeconds(1));

  private static final UUID NAMESPACE = UUID.fromString("00000000-0000-0000-0000-000000000004");
  private static final NamespaceSnapshot DEFINITIONS =
      new NamespaceSnapshot(
          NAMESPACE,
          5,
          "OS::Größe",
          "Sizes",
          null,
          "public",
          true,
          "admin",
          Instant.EPOCH,
          Instant.EPOCH.plusSeconds(1));
  private static final String DEFINITIONS_JSON =
      ("{\"namespace\":{\"id\":\"%s\",\"version\":5,\"name\":\"OS::Größe\","
              + "\"display_name\":\"Sizes\",\"description\":null,\"visibility\":\"public\","
              + "\"protected\":true,\"owner\":\"admin\","
              + "\"created_at\":\"1970-01-01T00:00:00Z\","
              + "\"updated_at\":\"1970-01-01T00:00:01Z\"}")
          .formatted(NAMESPACE);
  private static final DefinedProperty PROPERTY =
      new DefinedProperty("hw:cores", definition(), Instant.EPOCH, Instant.EPOCH);
  private static final String DEFINITION_JSON =
      "{\"title\":\"Cores\",\"type\":\"number\",\"minimum\":1.5,\"default\":2,"
          + "\"readonly\":true}";
  private static final DefinedObject OBJECT =
      new DefinedObject(
          "CPU",
          "cores",
          List.of("hw:cores"),
          Map.of("hw:cores", PROPERTY.definition()),
          Instant.EPOCH,
          Instant.EPOCH);
  private static final Tag TAG = new Tag("large", Instant.EPOCH, Instant.EPOCH);
  private static final ResourceType FLAVOR =
      new ResourceType("OS::Nova::Flavor", "hw:", null, Instant.EPOCH, Instant.EPOCH);
  private static final String TIMES_JSON =
      ",\"created_at\":\"1970-01-01T00:00:00Z\",\"updated_at\":\"1970-01-01T00:00:00Z\"}";
  private static final String PROPERTY_JSON =
      "%s,\"property\":{\"name\":\"hw:cores\",\"definition\":%s%s"
          .formatted(DEFINITIONS_JSON, DEFINITION_JSON, TIMES_JSON);
  private static final String OBJECT_JSON =
      ("%s,\"object\":{\"name\":\"CPU\",\"description\":\"cores\",\"required\":[\"hw:cores\"],"
              + "\"properties\":{\"hw:cores\":%s}%s")
          .formatted(DEFINITIONS_JSON, DEFINITION_JSON, TIMES_JSON);
  private static final String TAG_JSON =
      "%s,\"tag\":{\"name\":\"large\"%s".formatted(DEFINITIONS_JSON, TIMES_JSON);
  private static final String RESOURCE_TYPE_JSON =
      ("%s,\"resource_type\":{\"name\":\"OS::Nova::Flavor\",\"prefix\":\"hw:\","
              + "\"properties_target\":null%s")
          .formatted(DEFINITIONS_JSON, TIMES_JSON);

  private static Map<String, Object> definition() {
    Map<String, Object> definition = new LinkedHashMap<>();
    definition.put("title", "Cores");
    definition.put("type", "number");
    definition.put("minimum", 1.5);
    definition.put("default", 2);
    definition.put("readonly", true);
    return definition;
  }

  private static ImageSnapshot snapshot(
      List<String> stores, List<String> importingToStores, List<String> failedImport) {
    return new ImageSnapshot(
        IMAGE,
        4,
        "cirros",
        "queued",
        "shared",
        "demo",
        "qcow2",
        "bare",
        null,
        null,
        null,
        null,
        null,
        1,
        2,
        false,
        true,
        List.of("t"),
        Map.of("os_distro", "debian"),
        Instant.EPOCH,
        Instant.EPOCH,
        stores,
        importingToStores,
        failedImport);
  }

  record Golden(Fact fact, String type, String json) {}

  static List<Golden> goldens() {
    String ids = "{\"image_id\":\"%s\",\"upload_id\":\"%s\",".formatted(IMAGE, OTHER);
    String run =
        "{\"image_id\":\"%s\",\"task_id\":\"%s\",\"run_id\":\"%s\",".formatted(IMAGE, OTHER, RUN);
    return List.of(
        new Golden(
            new BlobFact.BlobStored(IMAGE, OTHER, BLOB),
            "io.vitrine.image.blob-stored.v1",
            ids + "\"blob\":" + BLOB_JSON + "}"),
        new Golden(
            new BlobFact.BlobStored(IMAGE, OTHER, COPIED),
            "io.vitrine.image.blob-stored.v1",
            ids
                + "\"blob\":"
                + BLOB_JSON.replaceFirst(
                    "}$", ",\"copies\":[{\"store\":\"cold\",\"key\":\"blobs/1/3\"}]}}")),
        new Golden(
            new BlobFact.UploadProgressed(IMAGE, OTHER, 7),
            "io.vitrine.image.upload-progressed.v1",
            ids + "\"received_bytes\":7}"),
        new Golden(
            new BlobFact.UploadFailed(IMAGE, OTHER, "cut"),
            "io.vitrine.image.upload-failed.v1",
            ids + "\"reason\":\"cut\"}"),
        new Golden(
            new BlobReleaseFact.BlobReleased(IMAGE, "primary", "k", "deleted", null),
            "io.vitrine.image.blob-released.v1",
            "{\"image_id\":\"%s\",\"store\":\"primary\",\"key\":\"k\",\"cause\":\"deleted\"}"
                .formatted(IMAGE)),
        new Golden(
            new BlobReleaseFact.BlobReleased(
                IMAGE, "primary", "k", "deleted", Instant.parse("2026-01-02T03:04:05Z")),
            "io.vitrine.image.blob-released.v1",
            ("{\"image_id\":\"%s\",\"store\":\"primary\",\"key\":\"k\",\"cause\":\"deleted\","
                    + "\"not_before\":\"2026-01-02T03:04:05Z\"}")
                .formatted(IMAGE)),
        new Golden(
            new ImportFact.ImportRequested(IMAGE, OTHER, "demo", 2),
            "io.vitrine.image.import-requested.v1",
            "{\"image_id\":\"%s\",\"task_id\":\"%s\",\"project_id\":\"demo\",\"attempt\":2}"
                .formatted(IMAGE, OTHER)),
        new Golden(
            new ImportRun.Progressed(IMAGE, OTHER, RUN, "convert", 1, 2),
            "io.vitrine.image.import-run-progressed.v1",
            run + "\"phase\":\"convert\",\"done_bytes\":1,\"total_bytes\":2}"),
        new Golden(
            new ImportRun.Completed(IMAGE, OTHER, RUN, BLOB),
            "io.vitrine.image.import-run-completed.v1",
            run + "\"blob\":" + BLOB_JSON + "}"),
        new Golden(
            new ImportRun.StoreCopied(IMAGE, OTHER, RUN, "cold", "blobs/1/3", "bb"),
            "io.vitrine.image.import-run-store-copied.v1",
            run + "\"store\":\"cold\",\"key\":\"blobs/1/3\",\"os_hash_value\":\"bb\"}"),
        new Golden(
            new ImportRun.Failed(IMAGE, OTHER, RUN, "why"),
            "io.vitrine.image.import-run-failed.v1",
            run + "\"reason\":\"why\"}"),
        new Golden(
            new ImportRun.Staged(IMAGE, OTHER, RUN, BLOB, null),
            "io.vitrine.image.import-run-staged.v1",
            run + "\"blob\":" + BLOB_JSON + ",\"unpacked\":null}"),
        new Golden(
            new ImportRun.Staged(
                IMAGE,
                OTHER,
                RUN,
                BLOB,
                new ImportRun.Unpacked("bare", "vmdk", 1, 512, Map.of("os_type", "linux"))),
            "io.vitrine.image.import-run-staged.v1",
            run
                + "\"blob\":"
                + BLOB_JSON
                + ",\"unpacked\":{\"container_format\":\"bare\",\"disk_format\":\"vmdk\","
                + "\"min_disk\":1,\"min_ram\":512,"
                + "\"properties\":{\"os_type\":\"linux\"}}}"),
        new Golden(
            new ImportRun.GivenBack(IMAGE, OTHER, RUN, "why", true, null),
            "io.vitrine.image.import-run-given-back.v1",
            run + "\"reason\":\"why\",\"counts\":true,\"store\":null}"),
        new Golden(
            new ImportRun.GivenBack(IMAGE, OTHER, RUN, "why", true, "cold"),
            "io.vitrine.image.import-run-given-back.v1",
            run + "\"reason\":\"why\",\"counts\":true,\"store\":\"cold\"}"),
        new Golden(
            new ImportFact.ImportGivenUp(IMAGE, OTHER, "demo", 3, "why"),
            "io.vitrine.image.import-given-up.v1",
            ("{\"image_id\":\"%s\",\"task_id\":\"%s\",\"project_id\":\"demo\","
                    + "\"attempts\":3,\"cause\":\"why\"}")
                .formatted(IMAGE, OTHER)),
        new Golden(
            new TaskFact.TaskChanged(IMAGE, TASK),
            "io.vitrine.image.task-changed.v1",
            ("{\"image_id\":\"%1$s\",\"task\":{\"id\":\"%2$s\",\"image_id\":\"%1$s\","
                    + "\"type\":\"api_image_import\",\"method\":\"web-download\","
                    + "\"status\":\"processing\",\"owner\":\"demo\",\"user_id\":\"u1\","
                    + "\"request_id\":\"req-1\",\"run_id\":\"%3$s\",\"attempt\":2,"
                    + "\"paused\":false,\"phase\":\"fetch\",\"done_bytes\":1,\"total_bytes\":2,\"message\":\"\","
                    + "\"created_at\":\"1970-01-01T00:00:00Z\","
                    + "\"updated_at\":\"1970-01-01T00:00:01Z\"}}")
                .formatted(IMAGE, OTHER, RUN)),
        new Golden(
            new ImageFact.ImageRequeued(SNAPSHOT, OTHER, "cut"),
            "io.vitrine.image.requeued.v1",
            "{\"image\":%s,\"upload_id\":\"%s\",\"reason\":\"cut\"}"
                .formatted(SNAPSHOT_JSON, OTHER)),
        new Golden(
            new ImageFact.ImageMemberAdded(SNAPSHOT, MEMBER),
            "io.vitrine.image.member-added.v1",
            MEMBER_FACT_JSON),
        new Golden(
            new ImageFact.ImageMemberUpdated(SNAPSHOT, MEMBER),
            "io.vitrine.image.member-updated.v1",
            MEMBER_FACT_JSON),
        new Golden(
            new ImageFact.ImageMemberRemoved(SNAPSHOT, MEMBER),
            "io.vitrine.image.member-removed.v1",
            MEMBER_FACT_JSON),
        new Golden(
            new ImageFact.ImageDeactivated(SNAPSHOT),
            "io.vitrine.image.deactivated.v1",
            "{\"image\":%s}".formatted(SNAPSHOT_JSON)),
        new Golden(
            new ImageFact.ImageUpdated(STORED, null),
            "io.vitrine.image.updated.v1",
            ("{\"image\":%s,\"stores\":[\"primary\",\"cold\"],"
                    + "\"importing_to_stores\":[\"far\"],\"failed_import\":[]}}")
                .formatted(SNAPSHOT_JSON.substring(0, SNAPSHOT_JSON.length() - 1))),
        new Golden(
            new ImageFact.ImageReactivated(SNAPSHOT),
            "io.vitrine.image.reactivated.v1",
            "{\"image\":%s}".formatted(SNAPSHOT_JSON)),
        new Golden(
            new ImageFact.ImageRestored(SNAPSHOT),
            "io.vitrine.image.restored.v1",
            "{\"image\":%s}".formatted(SNAPSHOT_JSON)));
  }

  static List<Golden> metadefGoldens() {
    String oldName = ",\"old_name\":\"old\"}";
    return List.of(
        new Golden(
            new MetadefFact.NamespaceCreated(DEFINITIONS),
            "io.vitrine.metadef.namespace-created.v1",
            DEFINITIONS_JSON + "}"),
        new Golden(
            new MetadefFact.NamespaceUpdated(DEFINITIONS, null, null),
            "io.vitrine.metadef.namespace-updated.v1",
            DEFINITIONS_JSON + "}"),
        new Golden(
            new MetadefFact.NamespaceUpdated(DEFINITIONS, "old", null),
            "io.vitrine.metadef.namespace-updated.v1",
            DEFINITIONS_JSON + oldName),
        new Golden(
            new MetadefFact.NamespaceDeleted(DEFINITIONS),
            "io.vitrine.metadef.namespace-deleted.v1",
            DEFINITIONS_JSON + "}"),
        new Golden(
            new MetadefFact.PropertyCreated(DEFINITIONS, PROPERTY),
            "io.vitrine.metadef.property-created.v1",
            PROPERTY_JSON + "}"),
        new Golden(
            new MetadefFact.PropertyUpdated(DEFINITIONS, PROPERTY, "old"),
            "io.vitrine.metadef.property-updated.v1",
            PROPERTY_JSON + oldName),
        new Golden(
            new MetadefFact.PropertyDeleted(DEFINITIONS, PROPERTY),
            "io.vitrine.metadef.property-deleted.v1",
            PROPERTY_JSON + "}"),
        new Golden(
            new MetadefFact.ObjectCreated(DEFINITIONS, OBJECT),
            "io.vitrine.metadef.object-created.v1",
            OBJECT_JSON + "}"),
        new Golden(
            new MetadefFact.ObjectUpdated(DEFINITIONS, OBJECT, "old"),
            "io.vitrine.metadef.object-updated.v1",
            OBJECT_JSON + oldName),
        new Golden(
            new MetadefFact.ObjectDeleted(DEFINITIONS, OBJECT),
            "io.vitrine.metadef.object-deleted.v1",
            OBJECT_JSON + "}"),
        new Golden(
            new MetadefFact.TagCreated(DEFINITIONS, TAG),
            "io.vitrine.metadef.tag-created.v1",
            TAG_JSON + "}"),
        new Golden(
            new MetadefFact.TagUpdated(DEFINITIONS, TAG, "old"),
            "io.vitrine.metadef.tag-updated.v1",
            TAG_JSON + oldName),
        new Golden(
            new MetadefFact.TagDeleted(DEFINITIONS, TAG),
            "io.vitrine.metadef.tag-deleted.v1",
            TAG_JSON + "}"),
        new Golden(
            new MetadefFact.ResourceTypeAssociated(DEFINITIONS, FLAVOR),
            "io.vitrine.metadef.resource-type-associated.v1",
            RESOURCE_TYPE_JSON + "}"),
        new Golden(
            new MetadefFact.ResourceTypeDissociated(DEFINITIONS, FLAVOR),
            "io.vitrine.metadef.resource-type-dissociated.v1",
            RESOURCE_TYPE_JSON + "}"));
  }

  static List<Golden> auditGoldens() {
    return List.of(
        new Golden(
            new ImageFact.ImageUpdated(SNAPSHOT, before()),
            "io.vitrine.image.updated.v1",
            ("{\"image\":%s,\"before\":{\"name\":null,\"tags\":[\"u\"],"
                    + "\"properties\":{\"os_distro\":null}}}")
                .formatted(SNAPSHOT_JSON)),
        new Golden(
            new QuotaFact.UsageChanged(
                "demo", 7, new QuotaFact.Usage(2, 30, 4, 1), new QuotaFact.Usage(1, 30, 4, 0)),
            "io.vitrine.quota.usage-changed.v1",
            "{\"project_id\":\"demo\",\"version\":7,"
                + "\"usage\":{\"images\":2,\"bytes\":30,\"staged_bytes\":4,\"uploads\":1},"
                + "\"before\":{\"images\":1,\"bytes\":30,\"staged_bytes\":4,\"uploads\":0}}"),
        new Golden(
            new DownloadFact.ImageDownloaded(
                IMAGE,
                "demo",
                "bytes 0-9/30",
                10,
                5,
                DownloadFact.Outcome.CLIENT_GONE,
                "primary",
                12,
                "192.0.2.1"),
            "io.vitrine.image.downloaded.v1",
            ("{\"image_id\":\"%s\",\"owner\":\"demo\",\"range\":\"bytes 0-9/30\","
                    + "\"length\":10,\"sent_bytes\":5,\"outcome\":\"client_gone\","
                    + "\"store\":\"primary\",\"duration_ms\":12,"
                    + "\"client_address\":\"192.0.2.1\"}")
                .formatted(IMAGE)));
  }

  private static Map<String, Object> before() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("os_distro", null);
    Map<String, Object> before = new LinkedHashMap<>();
    before.put("name", null);
    before.put("tags", List.of("u"));
    before.put("properties", properties);
    return before;
  }

  @ParameterizedTest
  @MethodSource({"goldens", "metadefGoldens", "auditGoldens"})
  void keepsTheWireFormat(Golden golden) {
    assertThat(FactCodec.typeOf(golden.fact())).isEqualTo(golden.type());
    assertThat(new String(FactCodec.encode(golden.fact()), StandardCharsets.UTF_8))
        .isEqualTo(golden.json());
  }

  @ParameterizedTest
  @MethodSource({"goldens", "metadefGoldens", "auditGoldens"})
  void readsWhatItWrote(Golden golden) {
    assertThat(FactCodec.decode(golden.type(), golden.json().getBytes(StandardCharsets.UTF_8)))
        .contains(golden.fact());
  }

  @Test
  void skipsTypesAndFieldsOfANewerPeer() {
    assertThat(FactCodec.decode("io.vitrine.image.exported.v9", new byte[0])).isEmpty();
    String newer =
        "{\"image_id\":\"%s\",\"upload_id\":\"%s\",\"received_bytes\":7,\"colour\":\"red\"}"
            .formatted(IMAGE, OTHER);
    assertThat(
            FactCodec.decode(
                "io.vitrine.image.upload-progressed.v1", newer.getBytes(StandardCharsets.UTF_8)))
        .contains(new BlobFact.UploadProgressed(IMAGE, OTHER, 7));
  }

  @Test
  void readsATaskOfARegistryThatSaysNothingOfPauses() {
    // Given
    Fact fact = new TaskFact.TaskChanged(IMAGE, TASK);
    String older =
        new String(FactCodec.encode(fact), StandardCharsets.UTF_8).replace("\"paused\":false,", "");
    // When / Then
    assertThat(FactCodec.decode(FactCodec.typeOf(fact), older.getBytes(StandardCharsets.UTF_8)))
        .contains(fact);
  }

  @Test
  void saysWhichFactIsMalformed() {
    assertThatThrownBy(
            () -> FactCodec.decode("io.vitrine.image.upload-failed.v1", new byte[] {'{', 'x'}))
        .isInstanceOf(MalformedFactException.class)
        .hasMessageContaining("upload-failed");
  }
}
