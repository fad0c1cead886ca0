package io.vitrine.local.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process has used, as {@code /proc} tells. */
final class ProcessUse {
  private static final long PAGE = 4096;

  private final Path proc;
  private final Path log;

  /**
   * Of one process.
   *
   * @param log where its standard output goes
   */
  ProcessUse(long pid, Path log) {
    this.proc = Path.of("/proc", Long.toString(pid));
    this.log = log;
  }

  /**
   * Written to local disks so far.
   *
   * @param bytes as the kernel counts them: whole pages, when they become dirty
   * @param logLines lines of the log, each of which makes one or two pages dirty
   */
  record Written(long bytes, long logLines) {
    /** What cannot be the log's. */
    long beyondLogSince(Written before) {
      long log = 2 * PAGE * (logLines - before.logLines);
      return Math.max(0, bytes - before.bytes - log);
    }
  }

  Written written() throws IOException {
    return new Written(value(Files.readAllLines(proc.resolve("io")), "write_bytes:"), lines(log));
  }

  private static long lines(Path log) throws IOException {
    try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return lines.count();
    }
  }

  /** Forgets the peak so far, so that the next one is that of what follows. */
  void resetPeak() throws IOException {
    Files.writeString(proc.resolve("clear_refs"), "5");
  }

  /** The most memory that was resident since, in bytes. */
  long peakResident() throws IOException {
    return 1024 * value(Files.readAllLines(proc.resolve("status")), "VmHWM:");
  }

  /** The number in the line of that name, without its unit. */
  static long value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .orElseThrow(() -> new IllegalArgumentException("no line " + name + " in " + lines));
  }
}
