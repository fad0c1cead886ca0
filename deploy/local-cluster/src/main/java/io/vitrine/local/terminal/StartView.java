package io.vitrine.local.terminal;

import io.vitrine.local.PartName;
import io.vitrine.local.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the start: a line per part, redrawn in place on a terminal, printed once in a pipe. */
public final class StartView implements Progress, AutoCloseable {
  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

  private final Map<PartName, Line> lines = new EnumMap<>(PartName.class);
  private final long begin = System.nanoTime();
  private final Thread painter;
  private int painted;
  private int frame;
  private boolean closed;

  /** What is known about one part; {@code mark} is empty while it is under way. */
  private record Line(String mark, String text, long since) {}

  public StartView() {
    painter = Thread.ofVirtual().unstarted(this::paintUntilClosed);
    if (Terminal.interactive()) {
      painter.start();
    }
  }

  private void paintUntilClosed() {
    try {
      while (paint()) {
        Thread.sleep(120);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void planned(List<PartName> parts) {
    parts.forEach(part -> lines.put(part, new Line("", "", System.nanoTime())));
  }

  @Override
  public synchronized void busy(PartName part, String with) {
    boolean waits = with.startsWith("waits");
    Line old = lines.get(part);
    long since = old == null || old.text().startsWith("waits") ? System.nanoTime() : old.since();
    lines.put(part, new Line("", with, waits ? System.nanoTime() : since));
  }

  @Override
  public synchronized void ready(PartName part, Duration after, How how) {
    String text =
        switch (how) {
          case STARTED -> "ready";
          case KEPT -> "already running";
          case RESTARTED -> "restarted";
        };
    String seconds = how == How.KEPT ? "" : seconds(after);
    finish(part, Terminal.green("✔"), String.format("%-16s %7s", text, seconds));
  }

  @Override
  public synchronized void skipped(PartName part, String why) {
    finish(part, Terminal.yellow("–"), why);
  }

  @Override
  public synchronized void failed(PartName part, String why) {
    finish(part, Terminal.red("✘"), why);
  }

  private void finish(PartName part, String mark, String text) {
    lines.put(part, new Line(mark, text, begin));
    if (!Terminal.interactive()) {
      Terminal.out().println(render(part, new Line(mark, text, begin)));
    }
  }

  /** Returns false once there is nothing left to redraw. */
  private synchronized boolean paint() {
    if (closed) {
      return false;
    }
    repaint();
    return true;
  }

  private void repaint() {
    frame++;
    var rows = new ArrayList<String>();
    lines.forEach((part, line) -> rows.add(render(part, line)));
    var picture = new StringBuilder();
    if (painted > 0) {
      picture.append("\033[").append(painted).append('A');
    }
    rows.forEach(row -> picture.append("\033[2K").append(row).append('\n'));
    Terminal.out().print(picture);
    Terminal.out().flush();
    painted = rows.size();
  }

  private String render(PartName part, Line line) {
    String mark = line.mark();
    String text = line.text();
    if (mark.isEmpty()) {
      boolean waits = text.startsWith("waits") || text.isEmpty();
      Duration busy = Duration.ofNanos(System.nanoTime() - line.since());
      mark = waits ? Terminal.dim("·") : Terminal.yellow(SPINNER[frame % SPINNER.length]);
      text = waits ? Terminal.dim(text) : String.format("%-16s %7s", text, seconds(busy));
    }
    return "  " + mark + " " + String.format("%-18s", part.title()) + " " + clip(text);
  }

  private static String clip(String text) {
    int room = Terminal.width() - 24;
    return !Terminal.interactive() || text.length() <= room ? text : text.substring(0, room);
  }

  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  @Override
  public synchronized void close() {
    if (Terminal.interactive() && !closed) {
      repaint();
    }
    closed = true;
  }
}
