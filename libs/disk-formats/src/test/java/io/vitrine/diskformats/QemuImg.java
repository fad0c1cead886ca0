package io.vitrine.diskformats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The reference implementation as an oracle, where it is installed. */
public final class QemuImg {
  private QemuImg() {}

  public static boolean isInstalled() {
    try {
      return new ProcessBuilder("qemu-img", "--version").start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  public static void run(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("qemu-img"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int code = process.waitFor();
    if (code != 0) {
      throw new AssertionError(String.join(" ", command) + " ended with " + code + ": " + said);
    }
  }

  public static void compare(Path first, String format, Path second, String secondFormat)
      throws IOException, InterruptedException {
    run("compare", "-f", format, "-F", secondFormat, first, second);
  }
}
