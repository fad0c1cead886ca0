package io.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskBoardTest {
  private final TaskBoard board = new TaskBoard();

  private List<LiveTask> told() {
    List<LiveTask> told = new ArrayList<>();
    for (Optional<LiveTask> next = board.next(); next.isPresent(); next = board.next()) {
      told.add(next.get());
    }
    return told;
  }

  private void ask(LiveTask... answer) {
    board.asking();
    board.answered(List.of(answer));
  }

  @Test
  void beginsInDoubt() {
    assertThat(board.isDoubtful()).isTrue();
    assertThat(board.next()).isEmpty();
  }

  @Test
  void tellsWhatTheRegistryShowsFromTheOldestOn() {
    // Given
    LiveTask old = Played.task().at("2026-01-01T00:00:00Z").live();
    LiveTask recent = Played.task().at("2026-01-01T00:00:09Z").live();
    // When
    ask(recent, old);
    // Then
    assertThat(told()).containsExactly(old, recent);
    assertThat(board.isDoubtful()).isFalse();
  }

  @Test
  void tellsAChangeThatCameWhileTheRegistryAnswered() {
    // Given
    Played task = Played.task().at("2026-01-01T00:00:05Z");
    LiveTask change = task.at("2026-01-01T00:00:06.5Z").done(70).live();
    board.asking();
    board.heard(change);
    // When
    board.answered(List.of(task.live()));
    // Then
    assertThat(told()).containsExactly(change);
    assertThat(board.isDoubtful()).isFalse();
  }

  @Test
  void dropsAChangeThatTheAnswerHasAlready() {
    // Given
    Played task = Played.task().at("2026-01-01T00:00:05.900Z").done(70);
    LiveTask before = task.at("2026-01-01T00:00:05.100Z").done(40).live();
    board.asking();
    board.heard(before);
    // When
    board.answered(List.of(task.live()));
    board.heard(task.live());
    // Then
    assertThat(told()).containsExactly(task.live());
  }

  @Test
  void dropsAnAnswerThatIsOlderThanWhatWasHeard() {
    // Given
    Played task = Played.task().at("2026-01-01T00:00:05Z");
    ask(task.live());
    board.heard(task.at("2026-01-01T00:00:08Z").status("success").live());
    told();
    // When
    ask(task.at("2026-01-01T00:00:07Z").done(90).live());
    // Then
    assertThat(told()).isEmpty();
  }

  @Test
  void aFactThatComesAgainBehindItsSuccessorTellsNothing() {
    // Given
    Played task = Played.task().at("2026-01-01T00:00:05Z");
    ask(task.live());
    board.heard(task.at("2026-01-01T00:00:06.2Z").done(90).live());
    // When
    board.heard(task.at("2026-01-01T00:00:06.1Z").done(80).live());
    // Then
    assertThat(told()).containsExactly(task.at("2026-01-01T00:00:06.2Z").done(90).live());
  }

  @Test
  void keepsTheLatestStateOnlyForASlowClient() {
    // Given
    Played task = Played.task().at("2026-01-01T00:00:00Z");
    ask(task.live());
    told();
    // When
    for (int second = 1; second < 60; second++) {
      board.heard(task.at("2026-01-01T00:00:%02dZ".formatted(second)).done(second).live());
    }
    // Then
    assertThat(told()).containsExactly(task.at("2026-01-01T00:00:59Z").done(59).live());
  }

  @Test
  void keepsBackATaskUntilTheRegistryHasShownIt() {
    // Given
    LiveTask fresh = Played.task().at("2026-01-01T00:00:05.5Z").live();
    ask();
    // When
    board.heard(fresh);
    // Then
    assertThat(told()).isEmpty();
    assertThat(board.isDoubtful()).isTrue();
    // When
    ask(fresh);
    // Then
    assertThat(told()).extracting(LiveTask::id).containsExactly(fresh.id());
  }

  @Test
  void neverTellsATaskThatTheRegistryDoesNotShow() {
    // Given
    Played foreign = Played.task().at("2026-01-01T00:00:05Z");
    board.heard(foreign.live());
    // When
    ask();
    board.heard(foreign.at("2026-01-01T00:00:06Z").live());
    // Then
    assertThat(told()).isEmpty();
    assertThat(board.isDoubtful()).isFalse();
  }

  @Test
  void asksOnceMoreForATaskThatBeganAfterTheQuestion() {
    // Given
    Played fresh = Played.task().at("2026-01-01T00:00:05Z");
    board.asking();
    board.heard(fresh.live());
    // When
    board.answered(List.of());
    // Then
    assertThat(board.isDoubtful()).isTrue();
    // When
    ask(fresh.live());
    // Then
    assertThat(told()).hasSize(1);
  }

  @Test
  void staysInDoubtWithoutAnAnswer() {
    // Given
    ask();
    board.doubt();
    board.asking();
    // When
    board.unanswered();
    // Then
    assertThat(board.isDoubtful()).isTrue();
  }

  @Test
  void tellsNoMoreOfATaskThatIsNotShownAnyLonger() {
    // Given
    Played task = Played.task().at("2026-01-01T00:00:05Z");
    ask(task.live());
    // When
    ask();
    board.heard(task.at("2026-01-01T00:00:06Z").live());
    // Then
    assertThat(told()).isEmpty();
  }

  @Test
  void holdsNoMoreTasksThanItsLimit() {
    // When
    board.asking();
    for (int i = 0; i < 3 * TaskBoard.MOST; i++) {
      board.heard(Played.task().at("2026-01-01T00:00:05Z").live());
    }
    board.answered(
        IntStream.range(0, 3 * TaskBoard.MOST)
            .mapToObj(i -> Played.task().at("2026-01-01T00:00:05Z").live())
            .toList());
    // Then
    assertThat(told()).hasSize(TaskBoard.MOST);
    assertThat(board.isDoubtful()).isTrue();
    // When
    ask();
    // Then
    assertThat(board.isDoubtful()).isFalse();
  }

  @Test
  void aTaskThatWasHiddenIsToldOnceItIsShown() {
    // Given
    Played task = new Played(UUID.randomUUID()).at("2026-01-01T00:00:05Z");
    board.heard(task.live());
    ask();
    // When
    ask(task.live());
    board.heard(task.at("2026-01-01T00:00:07Z").live());
    // Then
    assertThat(told()).containsExactly(task.at("2026-01-01T00:00:07Z").live());
  }
}
