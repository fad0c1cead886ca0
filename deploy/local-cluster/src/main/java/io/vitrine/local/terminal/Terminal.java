package io.vitrine.local.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the user's terminal can do. In a pipe: no colours, nothing redrawn. */
public final class Terminal {
  private static final boolean INTERACTIVE = isInteractive();
  private static final int DEFAULT_WIDTH = 100;

  /** UTF-8 whatever the locale says. */
  static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private Terminal() {}

  private static boolean isInteractive() {
    // The launcher looked at its own standard output: Java cannot tell output from input here.
    return "1".equals(System.getenv("VITRINE_TTY")) && !"dumb".equals(System.getenv("TERM"));
  }

  public static boolean interactive() {
    return INTERACTIVE;
  }

  public static PrintStream out() {
    return OUT;
  }

  public static int width() {
    return parse(System.getenv("VITRINE_COLUMNS"));
  }

  private static int parse(@Nullable String columns) {
    return columns != null && columns.matches("\\d{2,4}")
        ? Integer.parseInt(columns)
        : DEFAULT_WIDTH;
  }

  public static void error(@Nullable String message) {
    System.err.println(paint("31", "vitrine: ") + message);
  }

  /** What others have written, without what a terminal would obey. */
  public static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}]", " ");
  }

  public static String bold(String text) {
    return paint("1", text);
  }

  public static String dim(String text) {
    return paint("2", text);
  }

  public static String green(String text) {
    return paint("32", text);
  }

  public static String yellow(String text) {
    return paint("33", text);
  }

  public static String red(String text) {
    return paint("31", text);
  }

  private static String paint(String code, String text) {
    boolean colours = INTERACTIVE && System.getenv("NO_COLOR") == null;
    return colours ? "\033[" + code + "m" + text + "\033[0m" : text;
  }

  /** A bar of so many characters, filled up to a share between 0 and 1. */
  public static String bar(double share, int room) {
    int filled = (int) (share * room);
    return green("█".repeat(filled)) + dim("░".repeat(room - filled));
  }

  /** As "1.5 GiB". */
  public static String bytes(long count) {
    if (count < 1024) {
      return count + " B";
    }
    double amount = count;
    String unit = "B";
    for (String next : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
      if (amount >= 1024) {
        amount /= 1024;
        unit = next;
      }
    }
    return String.format(Locale.ROOT, "%.1f %s", amount, unit);
  }
}
