package io.vitrine.registry.importing.postgres;

import io.vitrine.events.Blob;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportSource;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import io.vitrine.registry.importing.ImportSource.RemoteLocation;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.ImportTask.Progress;
import io.vitrine.registry.importing.ImportTask.State;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
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
  @Id UUID id;

  @Column(name = "image_id")
  UUID imageId;

  String owner;

  @Column(name = "user_id")
  String userId;

  @Column(name = "request_id")
  String requestId;

  String status;
  int attempt;

  @Column(name = "run_id")
  @Nullable UUID runId;

  /** When the lease of the run ends, or when a waiting task is offered again. */
  @Column(name = "due_at")
  @Nullable Instant dueAt;

  @Nullable String phase;

  @Column(name = "done_bytes")
  long doneBytes;

  @Column(name = "total_bytes")
  long totalBytes;

  String message;

  @Column(name = "declared_format")
  String declaredFormat;

  @Column(name = "output_format")
  @Nullable String outputFormat;

  String type;

  /** Staged bytes. */
  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable Blob source;

  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable RemoteRow remote;

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
    row.owner = task.owner();
    row.userId = task.userId();
    row.requestId = task.requestId();
    row.declaredFormat = task.declaredFormat();
    row.outputFormat = task.outputFormat();
    row.type = task.type();
    switch (task.source()) {
      case StagedBytes(StoredData data) -> row.source = Facts.blob(data);
      case RemoteLocation location -> row.remote = RemoteRow.of(location);
      case ActiveBytes copy -> row.copyTo = CopyRow.of(copy);
    }
    row.createdAt = task.createdAt();
    row.set(task);
    return row;
  }

  void set(ImportTask task) {
    updatedAt = task.updatedAt();
    attempt = task.state().attempt();
    runId = null;
    dueAt = null;
    message = "";
    switch (task.state()) {
      case State.Pending(_, Instant offerAt) -> {
        status = "pending";
        dueAt = offerAt;
        setProgress(new Progress("", 0, 0));
      }
      case State.Running running -> {
        status = "processing";
        runId = running.runId();
        dueAt = running.leaseExpiresAt();
        setProgress(running.progress());
      }
      case State.Succeeded(_, Progress progress) -> {
        status = "success";
        setProgress(progress);
      }
      case State.Failed(_, String reason) -> {
        status = "failure";
        message = reason;
      }
    }
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
        owner,
        userId,
        requestId,
        toSource(),
        declaredFormat,
        outputFormat,
        toState(),
        createdAt,
        updatedAt);
  }

  private ImportSource toSource() {
    if (source != null) {
      return new StagedBytes(Facts.storedData(source));
    }
    return remote != null ? remote.toLocation() : Objects.requireNonNull(copyTo).toActiveBytes();
  }

  private State toState() {
    Progress progress = new Progress(phase == null ? "" : phase, doneBytes, totalBytes);
    return switch (status) {
      case "pending" -> new State.Pending(attempt, Objects.requireNonNull(dueAt));
      case "processing" ->
          new State.Running(
              attempt, Objects.requireNonNull(runId), Objects.requireNonNull(dueAt), progress);
      case "success" -> new State.Succeeded(attempt, progress);
      case "failure" -> new State.Failed(attempt, message);
      default -> throw new IllegalStateException("task %s is %s".formatted(id, status));
    };
  }
}
