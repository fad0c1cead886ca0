package io.vitrine.local.watch;

import io.vitrine.local.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An import as lines of text: one for each phase, and one for each time that it began again. Rates
 * come from the times that the events tell, not from when they arrived.
 */
final class Picture {
  private static final double MILLIS_PER_SECOND = 1000;
  private static final int LONGEST_BAR = 28;
  private static final int SHORTEST_BAR = 4;
  private static final int BESIDE_THE_BAR = 68;

  /** What the message of a task that waits for its next attempt begins with. */
  private static final String FOLLOWS = "Attempt %d follows: ";

  private final int width;
  private final List<Row> rows = new ArrayList<>();
  private Optional<Task> latest = Optional.empty();

  Picture(int width) {
    this.width = width;
  }

  private sealed interface Row {}

  private record Note(String text) implements Row {}

  /** One phase in one attempt, from the first that was heard of it. */
  private record Step(String phase, Task first, Task last, Mark mark) implements Row {
    long rate() {
      double seconds = seconds(between());
      return seconds <= 0 ? 0 : Math.max(0, (long) ((last.done() - first.done()) / seconds));
    }

    Duration between() {
      return Duration.between(first.updatedAt(), last.updatedAt());
    }
  }

  private enum Mark {
    RUNNING,
    DONE,
    BROKEN
  }

  /** The task is like this now. */
  void show(Task task) {
    Optional<Task> before = latest.filter(one -> one.id().equals(task.id()));
    latest = Optional.of(task);
    if (before.isEmpty()) {
      rows.clear();
    }
    if (before.filter(one -> task.attempt() > one.attempt()).isPresent()) {
      end(Mark.BROKEN);
      rows.add(new Note("attempt %d: %s".formatted(task.attempt(), cause(task))));
    } else if (before.isEmpty() && task.attempt() > 1) {
      rows.add(new Note("attempt %d".formatted(task.attempt())));
    }
    move(task);
    if (task.hasEnded()) {
      end(task.hasFailed() ? Mark.BROKEN : Mark.DONE);
    }
  }

  /** Why it began again, as far as that was told. */
  private static String cause(Task task) {
    String told = FOLLOWS.formatted(task.attempt());
    return task.message().startsWith(told)
        ? task.message().substring(told.length())
        : "the worker stopped";
  }

  /** The registry says it where it waits for something else, as while it is paused. */
  private static String waiting(Task task) {
    boolean says =
        !task.message().isEmpty() && !task.message().startsWith(FOLLOWS.formatted(task.attempt()));
    return says ? task.message() : "waits for a worker";
  }

  private void move(Task task) {
    if (task.phase().isEmpty()) {
      return;
    }
    if (!rows.isEmpty()
        && rows.getLast() instanceof Step(String phase, Task first, Task _, Mark mark)
        && phase.equals(task.phase())
        && mark == Mark.RUNNING) {
      rows.set(rows.size() - 1, new Step(phase, first, task, mark));
    } else {
      end(Mark.DONE);
      rows.add(new Step(task.phase(), task, task, Mark.RUNNING));
    }
  }

  private void end(Mark how) {
    if (!rows.isEmpty() && rows.getLast() instanceof Step step && step.mark() == Mark.RUNNING) {
      rows.set(rows.size() - 1, new Step(step.phase(), step.first(), step.last(), how));
    }
  }

  /** All of it, from the first phase on. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      lines.add(
          switch (row) {
            case Note(String text) -> "  " + Terminal.yellow("↻") + " " + clip(text);
            case Step step -> line(step);
          });
    }
    if (latest.filter(task -> task.status().equals("pending")).isPresent()) {
      lines.add("  " + Terminal.dim("· " + waiting(latest.get())));
    }
    return lines;
  }

  /** What has become of it, without colours or bars. */
  String now() {
    if (latest.isEmpty()) {
      return "no import yet";
    }
    Task task = latest.get();
    String attempt = task.attempt() > 1 ? "attempt %d: ".formatted(task.attempt()) : "";
    return attempt
        + switch (task.status()) {
          case "pending" -> waiting(task);
          case "success" -> "done";
          case "failure" -> "failed: " + task.message();
          default -> phase();
        };
  }

  private String phase() {
    return !rows.isEmpty() && rows.getLast() instanceof Step step
        ? step.phase() + " " + progress(step)
        : "begins";
  }

  private String line(Step step) {
    String name = String.format(Locale.ROOT, "%-10s", step.phase());
    return switch (step.mark()) {
      case RUNNING -> "  " + Terminal.yellow("›") + " " + name + " " + bar(step) + progress(step);
      case BROKEN -> "  " + Terminal.red("✘") + " " + name + " " + progress(step);
      case DONE ->
          "  "
              + Terminal.green("✔")
              + String.format(
                  Locale.ROOT,
                  " %s %10s  in %5.1f s",
                  name,
                  Terminal.bytes(Math.max(step.last().done(), step.last().total())),
                  seconds(step.between()));
    };
  }

  private String bar(Step step) {
    int room = Math.clamp(width - BESIDE_THE_BAR, SHORTEST_BAR, LONGEST_BAR);
    return Terminal.bar(step.last().share(), room) + " ";
  }

  private static String progress(Step step) {
    Task task = step.last();
    if (task.total() <= 0) {
      return Terminal.bytes(task.done());
    }
    long rate = step.rate();
    String speed = rate == 0 ? "" : "  " + Terminal.bytes(rate) + "/s";
    String left =
        rate == 0 || task.done() >= task.total()
            ? ""
            : "  " + left((task.total() - task.done()) / rate);
    return "%3d%%  %s of %s%s%s"
        .formatted(
            task.percent(), Terminal.bytes(task.done()), Terminal.bytes(task.total()), speed, left);
  }

  private static String left(long seconds) {
    return seconds < 60
        ? seconds + " s left"
        : "%d:%02d min left".formatted(seconds / 60, seconds % 60);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS_PER_SECOND;
  }

  private String clip(String text) {
    int room = Math.max(SHORTEST_BAR, width - SHORTEST_BAR);
    return text.length() <= room ? text : text.substring(0, room);
  }
}
