package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  @TempDir private Path folder;
  private Path path;
  private PidFile pidFile;

  @BeforeEach
  void nameTheFile() {
    path = folder.resolve("store.pid");
    pidFile = new PidFile(path);
  }

  @Test
  void findsTheProcessThatItNoted() throws IOException {
    // Given
    long own = ProcessHandle.current().pid();
    pidFile.write(own, "fingerprint");

    // Then
    assertThat(pidFile.leader()).map(LinuxProcess::pid).contains(own);
    assertThat(pidFile.read()).map(PidFile.Note::fingerprint).contains("fingerprint");
  }

  @Test
  void isNotFooledByAnotherProcessWithTheSamePid() throws IOException {
    // Given
    pidFile.write(ProcessHandle.current().pid(), "fingerprint");
    List<String> lines = Files.readAllLines(path);
    Files.write(path, List.of(lines.get(0), "1", lines.get(2), lines.get(3)));

    // Then
    assertThat(pidFile.leader()).isEmpty();
  }

  @Test
  void isNotFooledByANoteFromBeforeAReboot() throws IOException {
    // Given
    pidFile.write(ProcessHandle.current().pid(), "fingerprint");
    List<String> lines = Files.readAllLines(path);
    Files.write(path, List.of(lines.get(0), lines.get(1), "another-boot", lines.get(3)));

    // Then
    assertThat(pidFile.leader()).isEmpty();
  }

  @Test
  void takesGarbageForNoNote() throws IOException {
    for (String garbage : List.of("", "\n", "not a pid\n1\n2\n3\n", "12")) {
      Files.writeString(path, garbage);
      assertThat(pidFile.leader()).as(garbage).isEmpty();
    }
  }

  @Test
  void takesAMissingFileForNoNote() {
    assertThat(pidFile.read()).isEmpty();
    assertThat(pidFile.leader()).isEmpty();
  }
}
