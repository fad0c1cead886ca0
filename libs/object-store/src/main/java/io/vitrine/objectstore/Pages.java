package io.vitrine.objectstore;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a listing that comes in pages, one page in memory at a time.
 *
 * @param <T> an entry
 * @param <M> says where the next page begins
 */
final class Pages<T, M> implements Iterator<T> {

  /**
   * Part of a listing.
   *
   * @param next empty at the end
   */
  record Page<T, M>(List<T> entries, Optional<M> next) {}

  private final Function<Optional<M>, Page<T, M>> load;
  private @Nullable Page<T, M> page;
  private Iterator<T> entries = List.<T>of().iterator();

  Pages(Function<Optional<M>, Page<T, M>> load) {
    this.load = load;
  }

  @Override
  public boolean hasNext() {
    while (!entries.hasNext()) {
      Page<T, M> last = page;
      if (last != null && last.next().isEmpty()) {
        return false;
      }
      page = load.apply(last == null ? Optional.empty() : last.next());
      entries = page.entries().iterator();
    }
    return true;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return entries.next();
  }
}
