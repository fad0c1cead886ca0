package io.vitrine.gateway.live;

import io.vitrine.events.Fact;
import io.vitrine.events.ImageFact;
import io.vitrine.events.TaskFact;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The tasks of one image: as they are, and then each change. The registry is asked when a fact
 * tells of one that it has not shown this client, when the image changes, and now and then.
 */
final class ImageTasks implements Story {
  private final UUID imageId;
  private final LiveFacts facts;
  private final TaskBoard board = new TaskBoard();

  ImageTasks(UUID imageId, LiveFacts facts) {
    this.imageId = imageId;
    this.facts = facts;
  }

  @Override
  public String title() {
    return "the tasks of image " + imageId;
  }

  @Override
  public Runnable follow(Consumer<Runnable> inTurn) {
    return facts.follow(imageId, fact -> happened(fact, inTurn));
  }

  private void happened(Fact fact, Consumer<Runnable> inTurn) {
    switch (fact) {
      case TaskFact.TaskChanged(_, var task) -> {
        LiveTask heard = new LiveTask(task);
        inTurn.accept(() -> board.heard(heard));
      }
      case ImageFact _ -> inTurn.accept(board::doubt);
      default -> {
        // No affair of tenants.
      }
    }
  }

  @Override
  public void doubt() {
    board.doubt();
  }

  @Override
  public boolean isDoubtful() {
    return board.isDoubtful();
  }

  @Override
  public void asking() {
    board.asking();
  }

  @Override
  public void unanswered() {
    board.unanswered();
  }

  @Override
  public void answered(byte[] answer) throws IOException {
    board.answered(RegistryTasks.parse(answer, imageId));
  }

  @Override
  public Optional<LiveEvent> next() {
    return board.next().map(task -> new LiveEvent("task", task.eventId(), task.json()));
  }

  /** None: whoever comes again is told how things stand. */
  @Override
  public Optional<String> position() {
    return Optional.empty();
  }
}
