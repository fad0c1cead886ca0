package io.vitrine.gateway.live;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one client is told: of facts, and of what the registry shows the caller. All but {@link
 * #follow} happens on the stream's own thread.
 */
interface Story {
  /** What it is about, in a sentence for the log. */
  String title();

  /**
   * Hears what happens from now on.
   *
   * @param inTurn takes each piece of news from any thread, and runs it on that of the stream
   * @return ends that
   */
  Runnable follow(Consumer<Runnable> inTurn);

  /** Something may have changed what the client may see. */
  void doubt();

  /** Whether the registry has to be asked. */
  boolean isDoubtful();

  /** The registry is asked now: what it answers covers all that was heard before. */
  void asking();

  /** It did not answer. */
  void unanswered();

  /**
   * It did, with success.
   *
   * @throws IOException if the answer makes no sense
   */
  void answered(byte[] answer) throws IOException;

  /** What to tell the client next; it counts as told. */
  Optional<LiveEvent> next();

  /** From where the client can go on by another stream, where that is more than the last event. */
  Optional<String> position();
}
