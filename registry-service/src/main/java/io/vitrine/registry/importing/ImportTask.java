package io.vitrine.registry.importing;

import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import io.vitrine.registry.importing.ImportSource.RemoteLocation;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One import of one image, from the request to its end.
 *
 * @param owner the project that asked
 * @param source where the bytes come from
 * @param declaredFormat the disk format that the image claims
 * @param outputFormat the format to convert to; null keeps what is there
 */
public record ImportTask(
    UUID id,
    UUID imageId,
    String owner,
    String userId,
    String requestId,
    ImportSource source,
    String declaredFormat,
    @Nullable String outputFormat,
    State state,
    Instant createdAt,
    Instant updatedAt) {

  /** More than the tables of the smallest disk image need, in bytes. */
  private static final long TABLES = 1L << 20;

  /**
   * Where a task stands. An attempt is one worker's try; a new one follows when a lease runs out.
   */
  public sealed interface State {
    int attempt();

    /**
     * Waits for a worker.
     *
     * @param offerAt when the task is offered to the workers (again), should nobody have it by then
     */
    record Pending(int attempt, Instant offerAt) implements State {
      Running start(UUID runId, Instant leaseExpiresAt) {
        return new Running(attempt, runId, leaseExpiresAt, Progress.NONE);
      }
    }

    record Running(int attempt, UUID runId, Instant leaseExpiresAt, Progress progress)
        implements State {
      Running report(Progress progress, Instant leaseExpiresAt) {
        return new Running(attempt, runId, leaseExpiresAt, progress);
      }

      Pending retry(Instant offerAt) {
        return new Pending(attempt + 1, offerAt);
      }

      Succeeded succeed() {
        return new Succeeded(attempt, progress);
      }

      Failed fail(String message) {
        return new Failed(attempt, message);
      }
    }

    record Succeeded(int attempt, Progress progress) implements State {}

    record Failed(int attempt, String message) implements State {}
  }

  /**
   * How far a run is.
   *
   * @param totalBytes 0 while unknown
   */
  public record Progress(String phase, long doneBytes, long totalBytes) {
    static final Progress NONE = new Progress("", 0, 0);
  }

  /** What the Image API calls such a task. */
  public String type() {
    return switch (source) {
      case StagedBytes _, ActiveBytes _ -> "api_image_import";
      case RemoteLocation _ -> "location_import";
    };
  }

  /** Most bytes that the image can have after this import; empty where nobody can know yet. */
  OptionalLong largestResult() {
    return switch (source) {
      case StagedBytes(StoredData data) -> largestResult(data);
      case RemoteLocation _, ActiveBytes _ -> OptionalLong.empty();
    };
  }

  private OptionalLong largestResult(StoredData staged) {
    if (outputFormat == null || outputFormat.equals(declaredFormat)) {
      return OptionalLong.of(staged.size());
    }
    if (staged.virtualSize() == null) {
      return OptionalLong.empty();
    }
    // An ISO image stays as it is whatever the request says. The tables of a full qcow2 take about
    // 1/6500 of its disk.
    long disk = staged.virtualSize();
    return OptionalLong.of(Math.max(staged.size(), disk + disk / 4096 + TABLES));
  }

  /** When a task that has ended is forgotten. */
  public Optional<Instant> expiresAt(Duration timeToLive) {
    return switch (state) {
      case State.Pending _, State.Running _ -> Optional.empty();
      case State.Succeeded _, State.Failed _ -> Optional.of(updatedAt.plus(timeToLive));
    };
  }

  ImportTask with(State next, Instant now) {
    return new ImportTask(
        id,
        imageId,
        owner,
        userId,
        requestId,
        source,
        declaredFormat,
        outputFormat,
        next,
        createdAt,
        now);
  }

  /** The run in progress, if it is this one. */
  Optional<State.Running> running(UUID runId) {
    return state instanceof State.Running running && running.runId().equals(runId)
        ? Optional.of(running)
        : Optional.empty();
  }

  /** The key at which a run writes its result; each run has one of its own. */
  public String targetKey(UUID runId) {
    return "blobs/%s/%s".formatted(imageId, runId);
  }

  /** Where a run may write. */
  public List<Location> targets(UUID runId) {
    return source.stores().stream().map(store -> new Location(store, targetKey(runId))).toList();
  }
}
