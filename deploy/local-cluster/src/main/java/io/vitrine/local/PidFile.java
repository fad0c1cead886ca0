package io.vitrine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which process was started for a part. A pid alone proves nothing, since pids are used again: the
 * process must also have started at the noted tick after the noted boot.
 */
record PidFile(Path path) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** What was noted at the start; the fingerprint tells whether it would be started alike today. */
  record Note(long pid, long startTicks, String bootId, String fingerprint) {

    boolean isOf(LinuxProcess process) {
      return process.pid() == pid
          && process.startTicks() == startTicks
          && bootId.equals(currentBoot());
    }
  }

  void write(long pid, String fingerprint) throws IOException {
    long ticks = LinuxProcess.of(pid).map(LinuxProcess::startTicks).orElse(0L);
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.writeString(
        fresh, String.join("\n", "" + pid, "" + ticks, currentBoot(), fingerprint, ""));
    Files.move(fresh, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** Empty when there is none or when it makes no sense, as after a full disk. */
  Optional<Note> read() {
    try {
      List<String> lines = Files.readAllLines(path);
      if (lines.size() < 4) {
        return Optional.empty();
      }
      return Optional.of(
          new Note(
              Long.parseLong(lines.get(0)),
              Long.parseLong(lines.get(1)),
              lines.get(2),
              lines.get(3)));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  /** The noted process, if it still runs. */
  Optional<LinuxProcess> leader() {
    return read()
        .flatMap(note -> LinuxProcess.of(note.pid()).filter(note::isOf))
        .filter(process -> !process.zombie());
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  private static String currentBoot() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      return "unknown-boot";
    }
  }
}
