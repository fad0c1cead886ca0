package io.vitrine.registry.importing.postgres;

import io.vitrine.events.Blob;
import io.vitrine.events.ImportRun.Unpacked;
import io.vitrine.identity.Role;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.Description;
import io.vitrine.registry.importing.Destination;
import io.vitrine.registry.importing.ImportSource;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import io.vitrine.registry.importing.ImportSource.OtherGlance;
import io.vitrine.registry.importing.ImportSource.RemoteBytes;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.ImportTask.Progress;
import io.vitrine.registry.importing.ImportTask.Requester;
import io.vitrine.registry.importing.ImportTask.State;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A task as the table has it. */
@Entity(name = "ImportTask")
@Table(name = "import_tasks")
@NullUnmarked
public class ImportTaskRow {
  /** When a paused task may be taken. */
  static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  @Id UUID id;

  @Column(name = "image_id")
  UUID imageId;

  String owner;

  @Column(name = "user_id")
  String userId;

  @Column(name = "request_id")
  String requestId;

  @Column(name = "traceparent")
  @Nullable String traceParent;

  String status;
  int attempt;

  @Column(name = "run_id")
  @Nullable UUID runId;

  /** When the lease of the run ends, or when a waiting task may be taken. */
  @Column(name = "due_at")
  @Nullable Instant dueAt;

  @Nullable String phase;

  @Column(name = "done_bytes")
  long doneBytes;

  @Column(name = "total_bytes")
  long totalBytes;

  String message;

  /** The image says it. */
  @Column(name = "declared_format")
  String unused = "";

  @Column(name = "output_format")
  @Nullable String outputFormat;

  String type;

  /** Null in what an earlier version wrote. */
  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable RequestRow request;

  @Column(name = "rank_at")
  Instant rankAt;

  /** Staged bytes. */
  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable Blob source;

  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable RemoteRow remote;

  /** What runs have found out beside the bytes. */
  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable Unpacked found;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "copy_to")
  @Nullable CopyRow copyTo;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  static ImportTaskRow of(ImportTask task) {
    ImportTaskRow row = new ImportTaskRow();
    row.id = task.id();
    row.imageId = task.imageId();
    row.owner = task.by().project();
    row.userId = task.by().userId();
    row.requestId = task.by().requestId();
    row.traceParent = task.by().traceParent();
    row.outputFormat = task.destination().outputFormat();
    row.rankAt = task.rankAt();
    row.request = RequestRow.of(task);
    row.type = task.type();
    switch (task.source()) {
      case StagedBytes(StoredData data, _) -> row.source = Facts.blob(data);
      case RemoteBytes remote -> row.remote = RemoteRow.of(remote, task.destination());
      case OtherGlance glance -> row.remote = RemoteRow.of(glance, task.destination());
      case ActiveBytes _ -> row.copyTo = CopyRow.of(task.destination());
    }
    row.createdAt = task.createdAt();
    row.set(task);
    return row;
  }

  void set(ImportTask task) {
    updatedAt = task.updatedAt();
    found = task.found() == null ? null : unpacked(task.found());
    attempt = task.state().attempt();
    runId = null;
    dueAt = null;
    message = "";
    switch (task.state()) {
      case State.Pending pending -> {
        status = "pending";
        dueAt = pending.readyAt();
        message = pending.cause();
        setProgress(Progress.NONE);
      }
      case State.Paused _ -> {
        status = "pending";
        dueAt = NEVER;
        setProgress(Progress.NONE);
      }
      case State.Running running -> {
        status = "processing";
        runId = running.runId();
        dueAt = running.leaseExpiresAt();
        setProgress(running.progress());
      }
      case State.Succeeded succeeded -> {
        status = "success";
        message = succeeded.message();
        setProgress(succeeded.progress());
        forgetSecrets();
      }
      case State.Failed(_, String reason) -> {
        status = "failure";
        message = reason;
        forgetSecrets();
      }
    }
  }

  private void forgetSecrets() {
    remote = remote == null ? null : remote.withoutToken();
  }

  private void setProgress(Progress progress) {
    phase = progress.phase();
    doneBytes = progress.doneBytes();
    totalBytes = progress.totalBytes();
  }

  ImportTask toTask() {
    return new ImportTask(
        id,
        imageId,
        new Requester(owner, userId, roles(), requestId, traceParent),
        toSource(),
        toDestination(),
        request == null ? Map.of() : request.injected(),
        found == null ? null : description(found),
        toState(),
        rankAt,
        createdAt,
        updatedAt);
  }

  private Set<Role> roles() {
    return request == null || request.roles() == null ? Set.of() : request.roles();
  }

  private static Unpacked unpacked(Description found) {
    return new Unpacked(
        found.containerFormat(),
        found.diskFormat(),
        found.minDisk(),
        found.minRam(),
        found.properties());
  }

  private static Description description(Unpacked found) {
    return new Description(
        found.diskFormat(),
        found.containerFormat(),
        found.minDisk(),
        found.minRam(),
        found.properties());
  }

  private ImportSource toSource() {
    if (source != null) {
      return new StagedBytes(
          Facts.storedData(source), request == null ? Optional.empty() : request.expected());
    }
    return remote != null ? remote.toSource() : new ActiveBytes();
  }

  private Destination toDestination() {
    if (request != null) {
      return new Destination(request.stores(), request.allMustSucceed(), outputFormat);
    }
    if (copyTo != null) {
      return new Destination(copyTo.stores(), copyTo.allMustSucceed(), null);
    }
    String store = source != null ? source.store() : Objects.requireNonNull(remote).store();
    return new Destination(List.of(store), true, outputFormat);
  }

  private State toState() {
    Progress progress = new Progress(phase == null ? "" : phase, doneBytes, totalBytes);
    return switch (status) {
      case "pending" ->
          NEVER.equals(dueAt)
              ? new State.Paused(attempt)
              : new State.Pending(attempt, Objects.requireNonNull(dueAt), message);
      case "processing" ->
          new State.Running(
              attempt, Objects.requireNonNull(runId), Objects.requireNonNull(dueAt), progress);
      case "success" -> new State.Succeeded(attempt, progress, message);
      case "failure" -> new State.Failed(attempt, message);
      default -> throw new IllegalStateException("task %s is %s".formatted(id, status));
    };
  }
}
