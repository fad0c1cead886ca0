package io.vitrine.gateway.live;

import io.micrometer.core.instrument.Counter;
import io.vitrine.gateway.live.FactWindow.Cursor;
import io.vitrine.gateway.live.FactWindow.Step;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the images of one project, from now on or from where the client was. A client
 * that has missed something is told so once, and goes on with what comes then.
 */
final class ProjectEvents implements Story {
  private static final String MISSED =
      "{\"message\":\"Some events are missing here. Please list the images again.\"}";

  private final FactWindow window;
  private final Clock clock;
  private final Counter resets;
  private final String project;
  private final Optional<String> lastEventId;
  private @Nullable Cursor cursor;
  private boolean waited;
  private boolean doubtful;

  ProjectEvents(
      FactWindow window,
      Clock clock,
      Counter resets,
      String project,
      Optional<String> lastEventId) {
    this.window = window;
    this.clock = clock;
    this.resets = resets;
    this.project = project;
    this.lastEventId = lastEventId;
  }

  @Override
  public String title() {
    return "the images of project " + project;
  }

  @Override
  public Runnable follow(Consumer<Runnable> inTurn) {
    return window.follow(
        project,
        () ->
            inTurn.accept(() -> {
              // What there is, is read then.
            }));
  }

  @Override
  public void doubt() {
    doubtful = true;
  }

  @Override
  public boolean isDoubtful() {
    return doubtful;
  }

  @Override
  public void asking() {
    doubtful = false;
  }

  @Override
  public void unanswered() {
    doubtful = true;
  }

  /** That there is an answer is all that is needed: whoever may not list images gets none. */
  @Override
  public void answered(byte[] answer) {
    doubtful = false;
  }

  @Override
  public Optional<LiveEvent> next() {
    if (cursor == null && !window.isReady()) {
      waited = true;
      return Optional.empty();
    }
    Step step = cursor == null ? begin() : window.next(project, cursor);
    cursor = step.cursor();
    return switch (step) {
      case Step.Told(News news, _) -> Optional.of(event(news.name(), news.data()));
      case Step.Missed _ -> {
        resets.increment();
        yield Optional.of(event("reset", MISSED));
      }
      case Step.CaughtUp _ -> Optional.empty();
    };
  }

  /** What happened while no facts came, a client without a position has missed, too. */
  private Step begin() {
    if (lastEventId.isEmpty()) {
      return waited ? new Step.Missed(window.now()) : window.next(project, window.now());
    }
    return lastEventId
        .flatMap(Position::parse)
        .flatMap(window::after)
        .map(known -> window.next(project, known))
        .orElseGet(() -> new Step.Missed(window.now()));
  }

  private LiveEvent event(String name, String data) {
    return new LiveEvent(name, position().orElseThrow(), data);
  }

  @Override
  public Optional<String> position() {
    return Optional.ofNullable(cursor).map(here -> here.told().at(clock.instant()).text());
  }
}
