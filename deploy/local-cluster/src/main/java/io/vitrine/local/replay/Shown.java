package io.vitrine.local.replay;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The catalogue as it is. */
interface Shown {

  /** All of it, while it changes: no state of all of it at once. */
  void forEach(BiConsumer<Subject, Fields> each) throws IOException, InterruptedException;

  Optional<Fields> of(Subject subject) throws IOException, InterruptedException;
}
