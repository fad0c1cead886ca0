package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private StateDirectory state;
  private PartProcess process;

  @BeforeEach
  void makeTheState() throws IOException {
    state = new StateDirectory(folder).create();
    process = new PartProcess(state, PartName.STORE);
  }

  @AfterEach
  void leaveNothing() throws IOException, InterruptedException {
    process.stop("KILL", PATIENCE);
  }

  @Test
  void stopsAProcessAndItsChildren() throws IOException, InterruptedException {
    // Given
    process.start(shell("sleep 100 & sleep 100"));
    await().until(() -> process.members().size() >= 3);

    // When
    process.stop("TERM", PATIENCE);

    // Then
    assertThat(process.members()).isEmpty();
    assertThat(process.isRunning()).isFalse();
    assertThat(state.pidFile(PartName.STORE)).doesNotExist();
  }

  @Test
  void killsWhatDoesNotListen() throws IOException, InterruptedException {
    // Given
    process.start(shell("trap '' TERM; echo deaf; while :; do sleep 1; done"));
    await().until(() -> Files.readString(process.log()).contains("deaf"));

    // When
    process.stop("TERM", Duration.ofMillis(200));

    // Then
    assertThat(process.members()).isEmpty();
  }

  @Test
  void findsAProcessWhosePidFileIsLost() throws IOException, InterruptedException {
    // Given
    process.start(shell("sleep 100; true"));
    Files.delete(state.pidFile(PartName.STORE));
    await().until(() -> !process.members().isEmpty());

    // When
    process.stop("TERM", PATIENCE);

    // Then
    assertThat(process.members()).isEmpty();
  }

  @Test
  void sparesTheSamePartOfAnotherCluster(@TempDir Path elsewhere)
      throws IOException, InterruptedException {
    // Given
    var other = new PartProcess(new StateDirectory(elsewhere).create(), PartName.STORE);
    other.start(shell("sleep 100; true"));
    process.start(shell("sleep 100; true"));

    // When
    process.stop("TERM", PATIENCE);

    // Then
    assertThat(other.isRunning()).isTrue();
    other.stop("KILL", PATIENCE);
  }

  @Test
  void isStartedAgainByItsSupervisorAfterACrash() throws IOException, InterruptedException {
    // Given
    Path supervisor = Checkout.find().supervisor();
    process.start(
        new Launch(
            List.of(supervisor.toString(), "sh", "-c", "echo begins; sleep 100; true"),
            Map.of(),
            folder,
            ""));
    await().until(() -> begins() == 1 && process.members().size() >= 2);

    // When
    process.crash();

    // Then
    await().untilAsserted(() -> assertThat(begins()).isEqualTo(2));
    assertThat(process.isRunning()).isTrue();
  }

  @Test
  void knowsWhetherItWouldBeStartedAlike() throws IOException {
    // Given
    process.start(shell("sleep 100; true"));

    // Then
    assertThat(process.wasStartedLike(shell("sleep 100; true"))).isTrue();
    assertThat(process.wasStartedLike(shell("sleep 101; true"))).isFalse();
  }

  private long begins() throws IOException {
    return Files.readString(process.log()).lines().filter("begins"::equals).count();
  }

  private Launch shell(String script) {
    return new Launch(List.of("sh", "-c", script), Map.of(), folder, "");
  }
}
