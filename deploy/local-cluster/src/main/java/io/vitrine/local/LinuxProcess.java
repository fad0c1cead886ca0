package io.vitrine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One process as /proc shows it. The start time tells two processes with the same pid apart. */
record LinuxProcess(long pid, long parent, long session, long startTicks, boolean zombie) {
  private static final Path PROC = Path.of("/proc");
  private static final int PARENT = 1;
  private static final int SESSION = 3;
  private static final int THREADS = 17;
  private static final int START_TICKS = 19;

  static Optional<LinuxProcess> of(long pid) {
    try {
      return Optional.of(parse(Files.readString(PROC.resolve(pid + "/stat"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The name, the second field, is in parentheses and may itself hold spaces and parentheses. A
   * process whose first thread has ended lives on, with its ports, until the others have.
   */
  static LinuxProcess parse(String stat) {
    int nameEnd = stat.lastIndexOf(')');
    long pid = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
    String[] fields = stat.substring(nameEnd + 2).strip().split(" ", -1);
    return new LinuxProcess(
        pid,
        Long.parseLong(fields[PARENT]),
        Long.parseLong(fields[SESSION]),
        Long.parseLong(fields[START_TICKS]),
        (fields[0].equals("Z") || fields[0].equals("X")) && Long.parseLong(fields[THREADS]) <= 1);
  }

  static List<LinuxProcess> all() {
    try (Stream<Path> entries = Files.list(PROC)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .flatMap(name -> of(Long.parseLong(name)).stream())
          .filter(process -> !process.zombie())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The command as typed; empty for another user's process that we may not see. */
  String commandLine() {
    return readNullSeparated("cmdline");
  }

  String environment() {
    return readNullSeparated("environ");
  }

  private String readNullSeparated(String file) {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(pid + "/" + file));
      return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').strip();
    } catch (IOException e) {
      return "";
    }
  }

  Duration age() {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> Duration.between(start, Instant.now()))
        .orElse(Duration.ZERO);
  }

  /**
   * Proportional memory in bytes, which counts shared pages once; resident size if not readable.
   */
  long memory() {
    long proportional = kibibytes("smaps_rollup", "Pss:");
    return 1024 * (proportional > 0 ? proportional : kibibytes("status", "VmRSS:"));
  }

  private long kibibytes(String file, String field) {
    try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/" + file))) {
      return lines
          .filter(line -> line.startsWith(field))
          .findFirst()
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .orElse(0L);
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }
}
