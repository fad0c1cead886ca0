package io.vitrine.local.watch;

import io.vitrine.local.terminal.Terminal;
import java.io.PrintStream;
import java.util.List;

/** Shows pictures: redrawn in place on a terminal; in a pipe, a line for each change. */
final class View {
  private final PrintStream out;
  private int painted;
  private String said = "";

  View(PrintStream out) {
    this.out = out;
  }

  void show(Picture picture) {
    if (Terminal.interactive()) {
      paint(picture.lines());
    } else if (!picture.now().equals(said)) {
      said = picture.now();
      out.println(said);
    }
  }

  /** A sentence below the picture, which goes on under it. */
  void say(String text) {
    out.println(text);
    painted = 0;
  }

  /** In place of what was painted before, on a terminal. */
  void paint(List<String> lines) {
    var text = new StringBuilder();
    if (painted > 0) {
      text.append("\033[").append(painted).append('A');
    }
    lines.forEach(line -> text.append("\033[2K").append(line).append('\n'));
    // What the picture of an earlier import had more.
    text.append("\033[J");
    out.print(text);
    out.flush();
    painted = lines.size();
  }
}
