package io.vitrine.diskformats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reference implementation as an oracle, where it is installed. */
public final class QemuImg {
  private static final int ATTEMPTS = 20;

  private QemuImg() {}

  public static boolean isInstalled() {
    try {
      return new ProcessBuilder("qemu-img", "--version").start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  /** What it takes an image of a format for. */
  public static long virtualSize(Path image, String format)
      throws IOException, InterruptedException {
    String told = info(image, format);
    Matcher size = Pattern.compile("\"virtual-size\": (\\d+)").matcher(told);
    if (!size.find()) {
      throw new AssertionError("no virtual size: " + told);
    }
    return Long.parseLong(size.group(1));
  }

  /** All that it says of an image, as JSON. */
  public static String info(Path image, String format) throws IOException, InterruptedException {
    return output("info", "--output=json", "-f", format, image);
  }

  public static void run(Object... arguments) throws IOException, InterruptedException {
    output(arguments);
  }

  /** Uses an image as a guest does, by the commands of qemu-io, which comes with it. */
  public static void io(Object... arguments) throws IOException, InterruptedException {
    execute("qemu-io", arguments);
  }

  private static String output(Object... arguments) throws IOException, InterruptedException {
    return execute("qemu-img", arguments);
  }

  private static String execute(String program, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    for (int attempt = 1; ; attempt++) {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.waitFor();
      if (code == 0) {
        return said;
      }
      // It measures how fast it hashes, and gives up where the clock does not tick meanwhile.
      if (attempt == ATTEMPTS || !said.contains("Unable to get accurate CPU usage")) {
        throw new AssertionError(String.join(" ", command) + " ended with " + code + ": " + said);
      }
    }
  }

  public static void compare(Path first, String format, Path second, String secondFormat)
      throws IOException, InterruptedException {
    run("compare", "-f", format, "-F", secondFormat, first, second);
  }
}
