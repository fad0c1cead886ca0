package io.vitrine.local.replay;

import java.util.function.Consumer;

/** Where facts come from. */
interface FactSource {

  /** Hands on what has come since the last call, after a short wait where nothing has. */
  void readOn(Consumer<TopicFact> each);
}
