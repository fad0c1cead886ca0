package io.vitrine.local.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What clients have met during one act. For many threads. */
final class Tally {
  private final String title;
  private int answered;
  private int again;
  private Duration slowest = Duration.ZERO;
  private String remark = "";
  private final List<String> failures = new ArrayList<>();
  private final List<String> repetitions = new ArrayList<>();

  Tally(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** What was wanted has been done, after so long, everything that was sent again included. */
  synchronized void answered(Duration took) {
    answered++;
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
  }

  /** A request came to nothing for now, and is sent again. */
  synchronized void again(String reason) {
    again++;
    repetitions.add(reason);
  }

  synchronized void failed(String complaint) {
    failures.add(complaint);
  }

  synchronized void remark(String text) {
    remark = text;
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  /** Why requests were sent again. */
  synchronized List<String> repetitions() {
    return List.copyOf(repetitions);
  }

  /** The cells of a row. */
  synchronized String[] cells() {
    return new String[] {
      title,
      "" + answered,
      "" + failures.size(),
      "" + again,
      seconds(slowest),
      failures.isEmpty() ? "nothing lost" : "LOST",
      remark
    };
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
