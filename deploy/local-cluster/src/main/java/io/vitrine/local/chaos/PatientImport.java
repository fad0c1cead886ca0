package io.vitrine.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.chaos.Deadlines.Phase;
import io.vitrine.local.chaos.Deadlines.Stand;
import io.vitrine.local.chaos.Observation.Ending;
import io.vitrine.local.images.ImageApi;
import io.vitrine.local.images.ImportRequest;
import io.vitrine.local.images.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One import by a client that does what is still to do, whatever went wrong before: it looks at the
 * image and goes on from there. It begins when it is made.
 */
final class PatientImport {
  private static final long PAUSE_MILLIS = 150;
  private static final int NOT_FOUND = 404;
  private static final int INTERNAL_ERROR = 500;

  /** After which nothing will come any more. */
  private static final Duration HOPE = Duration.ofMinutes(3);

  private final ImageApi api;
  private final Strikes strikes;
  private final Deadlines deadlines;
  private final Clock clock;
  private final int number;
  private final Specimen specimen;
  private final Optional<Path> staged;
  private final ImportRequest request;

  private final Set<String> errors = new LinkedHashSet<>();
  private Stand stand;
  private String seen = "not created";
  private @Nullable String imageId;

  PatientImport(
      ImageApi api,
      Strikes strikes,
      Deadlines deadlines,
      Clock clock,
      int number,
      Specimen specimen,
      Specimens specimens) {
    this.api = api;
    this.strikes = strikes;
    this.deadlines = deadlines;
    this.clock = clock;
    this.number = number;
    this.specimen = specimen;
    this.staged = specimens.staged(specimen);
    this.request = specimens.request(specimen);
    this.stand = new Stand(Phase.STAGING, 1, clock.instant());
  }

  Observation run() throws InterruptedException {
    Instant begun = stand.since();
    Optional<Ending> ending = step();
    while (ending.isEmpty()) {
      Thread.sleep(PAUSE_MILLIS);
      ending = overdue().compareTo(HOPE) > 0 ? Optional.of(new Ending.Stuck(seen)) : step();
    }
    return new Observation(
        number,
        imageId == null ? "" : imageId,
        specimen,
        begun,
        clock.instant(),
        ending.get(),
        overdue(),
        errors.stream().toList());
  }

  private Duration overdue() {
    return strikes
        .calmSince()
        .map(calm -> deadlines.overdue(stand, calm, clock.instant()))
        .orElse(Duration.ZERO);
  }

  private Optional<Ending> step() throws InterruptedException {
    try {
      if (imageId == null) {
        imageId = api.create("chaos-" + number, specimen.declared()).path("id").asText();
      }
      return advance(imageId);
    } catch (RefusedException e) {
      String answer = e.getMessage().lines().findFirst().orElse("");
      if (e.status() == INTERNAL_ERROR) {
        errors.add(answer);
      }
      return e.status() == NOT_FOUND
          ? Optional.of(new Ending.Stuck("it is gone: " + answer))
          : Optional.empty();
    } catch (IOException e) {
      // Nobody there: the part may be the victim.
      return Optional.empty();
    }
  }

  private Optional<Ending> advance(String id) throws IOException, InterruptedException {
    JsonNode task = api.lastTask(id);
    String status = api.show(id).path("status").asText();
    String taskStatus = task.path("status").asText("none");
    seen = "%s, task %s %s".formatted(status, taskStatus, task.path("message").asText(""));
    Phase now =
        switch (taskStatus) {
          case "none" -> Phase.STAGING;
          case "pending" -> Phase.WAITING;
          default -> Phase.RUNNING;
        };
    int attempt = task.path("attempt").asInt(1);
    if (!stand.isStill(now, attempt)) {
      stand = new Stand(now, attempt, clock.instant());
    }
    if (status.equals("active")) {
      return Optional.of(new Ending.Active());
    }
    if (taskStatus.equals("failure")) {
      return Optional.of(new Ending.Failed(task.path("message").asText("")));
    }
    if (task.isMissingNode()) {
      begin(id, status);
    }
    return Optional.empty();
  }

  private void begin(String id, String status) throws IOException, InterruptedException {
    if (status.equals("queued") && staged.isPresent()) {
      api.stage(id, staged.get(), sent -> {});
    } else if (status.equals("queued") || status.equals("uploading")) {
      // Refused as long as staged bytes are not there.
      api.startImport(id, request);
    }
  }
}
