package io.vitrine.local.terminal;

import java.util.Locale;

/** A progress bar with a rate. In a pipe only its last line is printed. */
public final class Meter {
  private static final int BAR = 28;
  private static final long REDRAW_NANOS = 80_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final String label;
  private final long total;
  private final long begin = System.nanoTime();
  private long lastDrawn;

  public Meter(String label, long total) {
    this.label = label;
    this.total = total;
  }

  public synchronized void update(long done) {
    long now = System.nanoTime();
    if (Terminal.interactive() && now - lastDrawn > REDRAW_NANOS) {
      lastDrawn = now;
      Terminal.out().print("\r\033[K  " + line(done));
      Terminal.out().flush();
    }
  }

  /** Replaces the bar by the result. */
  public synchronized void end(long done) {
    String clear = Terminal.interactive() ? "\r\033[K" : "";
    double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
    Terminal.out()
        .println(
            clear
                + "  "
                + Terminal.green("✔")
                + String.format(
                    Locale.ROOT,
                    " %-22s %10s  in %5.1f s  %s/s",
                    label,
                    Terminal.bytes(done),
                    seconds,
                    Terminal.bytes(rate(done))));
  }

  private String line(long done) {
    double share = total <= 0 ? 0 : Math.min(1.0, (double) done / total);
    return String.format(
        Locale.ROOT,
        "%s %-22s %s %3d%%  %s of %s  %s/s",
        Terminal.yellow("›"),
        label,
        Terminal.bar(share, BAR),
        (int) (share * 100),
        Terminal.bytes(done),
        Terminal.bytes(total),
        Terminal.bytes(rate(done)));
  }

  private long rate(long done) {
    double seconds = Math.max(1e-3, (System.nanoTime() - begin) / NANOS_PER_SECOND);
    return (long) (done / seconds);
  }
}
