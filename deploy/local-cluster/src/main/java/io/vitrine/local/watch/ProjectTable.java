package io.vitrine.local.watch;

import io.vitrine.local.terminal.Terminal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The images of a project that something has happened to, a line for each. A line stays where it
 * is; where there are too many, the one that has been quiet for longest goes.
 */
final class ProjectTable {
  private static final int MOST_LINES = 20;
  private static final int SHORTEST_NAME = 8;
  private static final int LONGEST_NAME = 28;
  private static final int LONGEST_BAR = 20;

  /** Time, status, mark, phase, percent and bytes, with what is between. */
  private static final int BESIDE_NAME_AND_BAR = 69;

  /** Of that, time, status and mark. */
  private static final int BEFORE_TEXT = 27;

  private static final Known UNKNOWN = new Known("", "?");

  private final int nameRoom;
  private final int barRoom;
  private final ZoneId zone;
  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, Line> lines = new LinkedHashMap<>();

  ProjectTable(int width, ZoneId zone) {
    int room = width - BESIDE_NAME_AND_BAR;
    this.nameRoom = Math.clamp(room * 2L / 3, SHORTEST_NAME, LONGEST_NAME);
    this.barRoom = Math.clamp(room - nameRoom, 0, LONGEST_BAR);
    this.zone = zone;
  }

  private record Known(String name, String status) {}

  /**
   * What is shown of an image.
   *
   * @param what has happened last, where that is not the task
   */
  private record Line(Instant at, String what, Optional<Task> task) {}

  /** This is so, without being news. */
  void know(String imageId, String name, String status) {
    known.put(imageId, new Known(printable(name), status));
  }

  /** Nothing is known any more; the lines stay. */
  void forget() {
    known.clear();
  }

  /** Something has happened to an image. */
  void show(String imageId, String what, Instant at) {
    put(imageId, new Line(at, what.replace('-', ' '), Optional.empty()));
  }

  /** An import has got further. */
  void show(String imageId, Task task) {
    put(imageId, new Line(task.updatedAt(), "", Optional.of(task)));
  }

  private void put(String imageId, Line line) {
    lines.put(imageId, line);
    if (lines.size() > MOST_LINES) {
      lines.entrySet().stream()
          .min(Map.Entry.comparingByValue(Comparator.comparing(Line::at)))
          .map(Map.Entry::getKey)
          .ifPresent(lines::remove);
    }
  }

  /** All of it, for a terminal. */
  List<String> lines() {
    List<String> all = new ArrayList<>();
    all.add(Terminal.dim(columns("TIME", "NAME", "STATUS") + "LAST"));
    lines.forEach((imageId, line) -> all.add(head(imageId, line) + drawn(line)));
    return all;
  }

  /** One image, without colours or bars. */
  String line(String imageId) {
    Line line = lines.getOrDefault(imageId, new Line(Instant.EPOCH, "", Optional.empty()));
    return head(imageId, line) + line.task().map(ProjectTable::told).orElse(line.what());
  }

  private String head(String imageId, Line line) {
    Known image = known.getOrDefault(imageId, UNKNOWN);
    String name = image.name().isEmpty() ? imageId : image.name();
    LocalTime time = LocalTime.ofInstant(line.at(), zone).truncatedTo(ChronoUnit.SECONDS);
    return columns("%tT".formatted(time), name, image.status());
  }

  private String columns(String time, String name, String status) {
    return String.format(
        Locale.ROOT, "%-8s  %-" + nameRoom + "s  %-11s  ", time, clip(name, nameRoom), status);
  }

  private String drawn(Line line) {
    return line.task().map(this::drawn).orElse("· " + line.what());
  }

  private String drawn(Task task) {
    return switch (task.status()) {
      case "success" -> Terminal.green("✔") + " imported";
      case "failure" -> Terminal.red("✘") + " " + clip(told(task));
      case "pending" -> Terminal.dim("· " + clip(told(task)));
      default ->
          "%s %-10s %s %s"
              .formatted(
                  Terminal.yellow("›"),
                  task.phase(),
                  Terminal.bar(task.share(), barRoom),
                  progress(task));
    };
  }

  private static String told(Task task) {
    return switch (task.status()) {
      case "success" -> "imported";
      case "failure" -> "import failed: " + printable(task.message());
      case "pending" -> task.message().isEmpty() ? "waits for a worker" : printable(task.message());
      default -> (task.phase() + " " + progress(task)).strip();
    };
  }

  private static String progress(Task task) {
    return task.total() <= 0
        ? task.done() == 0 ? "" : Terminal.bytes(task.done())
        : "%3d%%  %s of %s"
            .formatted(task.percent(), Terminal.bytes(task.done()), Terminal.bytes(task.total()));
  }

  private String clip(String text) {
    return clip(text, BESIDE_NAME_AND_BAR - BEFORE_TEXT + barRoom);
  }

  private static String clip(String text, int room) {
    return text.length() <= room ? text : text.substring(0, room - 1) + "…";
  }

  /** A name may be anything; a terminal obeys some of it. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
