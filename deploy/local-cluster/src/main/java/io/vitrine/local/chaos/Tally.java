package io.vitrine.local.chaos;

import io.vitrine.local.PartName;
import io.vitrine.local.chaos.Observation.Ending;
import io.vitrine.local.chaos.Strikes.Strike;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A line for each victim and what was done to it. */
record Tally(List<Row> rows) {
  private static final String LINE = "  %-10s %-7s %5s %9s %7s %7s %5s %6s %12s %12s";

  Tally {
    rows = List.copyOf(rows);
  }

  /**
   * All faults of one kind on one part.
   *
   * @param underWay imports that such a fault has hit; one that several have hit counts for each
   * @param longest from the last fault that hit an import to the import's end
   * @param longestBack the same from when the victim was back
   */
  record Row(
      PartName victim,
      Fault.Kind kind,
      int times,
      int underWay,
      int active,
      int failed,
      int late,
      int stuck,
      Duration longest,
      Duration longestBack) {

    private String text() {
      return LINE.formatted(
          victim,
          kind.past(),
          times,
          underWay,
          active,
          failed,
          late,
          stuck,
          orDash(longest),
          orDash(longestBack));
    }
  }

  /**
   * A dash where every import was hit by a later fault, or had ended before the victim was back.
   */
  private static String orDash(Duration duration) {
    return duration.isZero() ? "-" : seconds(duration);
  }

  static Tally of(List<Observation> seen, List<Strike> strikes) {
    List<Row> rows = new ArrayList<>();
    for (PartName victim : Plan.VICTIMS) {
      for (Fault.Kind kind : Fault.Kind.values()) {
        List<Strike> alike =
            strikes.stream()
                .filter(s -> s.fault().victim() == victim && s.fault().kind() == kind)
                .toList();
        if (!alike.isEmpty()) {
          rows.add(row(victim, kind, alike, seen, strikes));
        }
      }
    }
    return new Tally(rows);
  }

  private static Row row(
      PartName victim,
      Fault.Kind kind,
      List<Strike> alike,
      List<Observation> seen,
      List<Strike> all) {
    List<Observation> hit =
        alike.stream().flatMap(strike -> seen.stream().filter(strike::hit)).toList();
    Duration longest = Duration.ZERO;
    Duration longestBack = Duration.ZERO;
    for (Observation each : hit) {
      Optional<Strike> last = last(each, all).filter(alike::contains);
      if (last.isPresent()) {
        longest = longer(longest, Duration.between(last.get().at(), each.ended()));
        longestBack = longer(longestBack, Duration.between(last.get().back(), each.ended()));
      }
    }
    return new Row(
        victim,
        kind,
        alike.size(),
        hit.size(),
        count(hit, Ending.Active.class),
        count(hit, Ending.Failed.class),
        (int) hit.stream().filter(Observation::isLate).count(),
        count(hit, Ending.Stuck.class),
        longest,
        longestBack);
  }

  private static Optional<Strike> last(Observation seen, List<Strike> all) {
    return all.stream().filter(strike -> strike.hit(seen)).max(Comparator.comparing(Strike::at));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static int count(List<Observation> seen, Class<? extends Ending> ending) {
    return (int) seen.stream().filter(each -> ending.isInstance(each.ending())).count();
  }

  /** The table, its head first. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        LINE.formatted(
            "VICTIM",
            "WAS",
            "TIMES",
            "UNDER WAY",
            "ACTIVE",
            "FAILED",
            "LATE",
            "STUCK",
            "FROM FAULT",
            "FROM BACK"));
    rows.forEach(row -> lines.add(row.text()));
    return lines;
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
