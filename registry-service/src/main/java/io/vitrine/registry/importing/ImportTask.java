package io.vitrine.registry.importing;

import io.vitrine.events.Cause;
import io.vitrine.events.ImportRun;
import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import io.vitrine.registry.importing.ImportSource.OtherGlance;
import io.vitrine.registry.importing.ImportSource.RemoteBytes;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.tracing.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One import of one image, from the request to its end.
 *
 * @param by who asked
 * @param source where the bytes come from
 * @param destination where they go
 * @param injected properties that the image gets with its bytes
 * @param found what else it gets with them, because a run has found it out; null where none has
 * @param rankAt its place in the queue: of one project's tasks, the lowest goes first
 * @param updatedAt grows with every change
 */
public record ImportTask(
    UUID id,
    UUID imageId,
    Requester by,
    ImportSource source,
    Destination destination,
    Map<String, String> injected,
    @Nullable Description found,
    State state,
    Instant rankAt,
    Instant createdAt,
    Instant updatedAt) {

  /** More than the tables of the smallest disk image need, in bytes. */
  private static final long TABLES = 1L << 20;

  public ImportTask {
    injected = Map.copyOf(injected);
  }

  /**
   * Who asked for an import.
   *
   * @param project which it counts for
   * @param roles held at that time
   * @param traceParent where the request is in a trace; null where it is in none
   */
  public record Requester(
      String project,
      String userId,
      Set<Role> roles,
      String requestId,
      @Nullable String traceParent) {
    public Requester {
      roles = Set.copyOf(roles);
    }

    static Requester of(Caller caller, String requestId) {
      return new Requester(
          caller.projectId(), caller.userId(), caller.roles(), requestId, TraceParent.current());
    }

    /** For facts about what is done for them. */
    Cause cause() {
      return new Cause(requestId, userId, project);
    }

    /** For rules about what is done in their name. */
    Caller caller() {
      return new Caller(userId, project, roles);
    }
  }

  /**
   * Where a task stands. An attempt is one worker's try; a new one follows when a run comes to
   * nothing.
   *
   * <pre>
   *             start              succeed
   *   Pending ────────► Running ────────────► Succeeded
   *    ▲  │ ▲   retry    │   │ fail
   *    │  │ └────────────┘   └───────────────► Failed
   *    │  │ pause        │ pause                 ▲
   *    │  └────────► Paused ◄┘       cancel      │
   *    └──────────────┘ resume      (of any) ────┘
   * </pre>
   */
  public sealed interface State {
    int attempt();

    /** Of those that have not ended. */
    sealed interface Open extends State {
      default Failed fail(String message) {
        return new Failed(attempt(), message);
      }
    }

    /**
     * Waits for a worker.
     *
     * @param readyAt when a worker may take it
     * @param cause why the attempt before came to nothing; empty where there was none
     */
    record Pending(int attempt, Instant readyAt, String cause) implements Open {
      Running start(UUID runId, Instant leaseExpiresAt) {
        return new Running(attempt, runId, leaseExpiresAt, Progress.NONE);
      }

      Paused pause() {
        return new Paused(attempt);
      }
    }

    /** Waits for somebody to say that it may go on. */
    record Paused(int attempt) implements Open {
      Pending resume(Instant now) {
        return new Pending(attempt, now, "");
      }
    }

    record Running(int attempt, UUID runId, Instant leaseExpiresAt, Progress progress)
        implements Open {
      Running report(Progress progress, Instant leaseExpiresAt) {
        return new Running(attempt, runId, leaseExpiresAt, progress);
      }

      Pending retry(Instant readyAt, String cause) {
        return new Pending(attempt + 1, readyAt, cause);
      }

      /** The run was no try: another one takes its place. */
      Pending giveBack(Instant readyAt) {
        return new Pending(attempt, readyAt, "");
      }

      Paused pause() {
        return new Paused(attempt);
      }

      /** With an image of so many bytes. */
      Succeeded succeed(long bytes, String message) {
        return new Succeeded(attempt, new Progress(progress.phase(), bytes, bytes), message);
      }
    }

    /**
     * The image has its bytes.
     *
     * @param message what was left out; empty where nothing was
     */
    record Succeeded(int attempt, Progress progress, String message) implements State {}

    record Failed(int attempt, String message) implements State {}
  }

  /**
   * How far a run is with its phase.
   *
   * @param totalBytes 0 while unknown
   */
  public record Progress(String phase, long doneBytes, long totalBytes) {
    public static final Progress NONE = new Progress("", 0, 0);
  }

  /** What the Image API calls such a task. */
  public String type() {
    return source.method() == ImportMethod.LOCATION ? "location_import" : "api_image_import";
  }

  /** Most bytes that the image can have after this import; empty where nobody can know yet. */
  OptionalLong largestResult() {
    return switch (source) {
      case StagedBytes(StoredData data, _) -> largestResult(data);
      case RemoteBytes _, OtherGlance _, ActiveBytes _ -> OptionalLong.empty();
    };
  }

  private OptionalLong largestResult(StoredData staged) {
    if (destination.outputFormat() == null) {
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
      case State.Open _ -> Optional.empty();
      case State.Succeeded _, State.Failed _ -> Optional.of(updatedAt.plus(timeToLive));
    };
  }

  ImportTask with(State next, Instant now) {
    return with(found, next, now.isAfter(updatedAt) ? now : updatedAt.plus(1, ChronoUnit.MICROS));
  }

  /** To be saved with its next state. */
  ImportTask finding(Description more) {
    return with(found == null ? more : found.and(more), state, updatedAt);
  }

  /** To be saved with its next state. */
  ImportTask beginningAgain() {
    return with(null, state, updatedAt);
  }

  private ImportTask with(@Nullable Description found, State state, Instant updatedAt) {
    return new ImportTask(
        id, imageId, by, source, destination, injected, found, state, rankAt, createdAt, updatedAt);
  }

  /** The image's attributes as it will get them with its bytes, as far as that is known. */
  public ImageAttributes describe(ImageAttributes attributes) {
    return (found == null ? attributes : found.addTo(attributes)).with(injected);
  }

  /** Whether its bytes can be had again. */
  boolean isFetched() {
    return switch (source) {
      case RemoteBytes _, OtherGlance _ -> true;
      case StagedBytes _, ActiveBytes _ -> false;
    };
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

  /** Where a run may write its result. */
  public List<Location> targets(UUID runId) {
    return destination.stores().stream()
        .map(store -> new Location(store, targetKey(runId)))
        .toList();
  }

  /** Wherever a run may write something. */
  public List<Location> objects(UUID runId) {
    return Stream.concat(targets(runId).stream(), stages(runId).stream()).toList();
  }

  /** Where a run may write what leads to its result: what it fetches, and what it unpacks. */
  public List<Location> stages(UUID runId) {
    return source instanceof ActiveBytes
        ? List.of()
        : destination.forStages().stream()
            .flatMap(store ->
                Stream.of(ImportRun.Staged.FETCHED, ImportRun.Staged.UNPACKED)
                    .map(suffix -> new Location(store, targetKey(runId) + suffix)))
            .toList();
  }
}
