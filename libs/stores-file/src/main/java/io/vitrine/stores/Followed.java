package io.vitrine.stores;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A value that is looked at again and again, and told when it has become another one. What is seen
 * only once may be half written: after the first value, one counts when it is seen twice in a row.
 * A value that cannot be had changes nothing.
 *
 * @param <T> has a meaningful {@code equals}
 */
final class Followed<T> {
  private static final Logger LOG = Logger.getLogger(Followed.class);

  private final Supplier<T> source;
  private final Consumer<T> onChange;
  private @Nullable T current;
  private @Nullable T candidate;
  private volatile @Nullable String problem;

  /**
   * Follows from the first {@link #look()} on.
   *
   * @param source throws where there is no value to be had
   * @param onChange is told every value that counts
   */
  Followed(Supplier<T> source, Consumer<T> onChange) {
    this.source = source;
    this.onChange = onChange;
  }

  synchronized void look() {
    T seen;
    try {
      seen = source.get();
    } catch (RuntimeException e) {
      candidate = null;
      complain(Objects.requireNonNullElse(e.getMessage(), e.toString()));
      return;
    }
    boolean first = current == null && problem == null;
    if (!first && !seen.equals(current) && !seen.equals(candidate)) {
      candidate = seen;
      return;
    }
    candidate = null;
    if (!seen.equals(current) && !take(seen)) {
      return;
    }
    problem = null;
  }

  private boolean take(T seen) {
    try {
      onChange.accept(seen);
      current = seen;
      return true;
    } catch (RuntimeException e) {
      complain(Objects.requireNonNullElse(e.getMessage(), e.toString()));
      return false;
    }
  }

  private void complain(String message) {
    if (!message.equals(problem)) {
      LOG.errorf("The stores stay as they were: %s", message);
    }
    problem = message;
  }

  /** Why the value is older than it could be. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Whether there has ever been one. */
  synchronized boolean hasValue() {
    return current != null;
  }
}
