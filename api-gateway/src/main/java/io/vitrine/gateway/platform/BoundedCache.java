package io.vitrine.gateway.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map that forgets what was not asked for longest, once it is full. Safe for several threads. */
public final class BoundedCache<K, V> {
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<K, V> entries;

  public BoundedCache(int capacity) {
    entries =
        new LinkedHashMap<>(16, LOAD_FACTOR, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  public synchronized @Nullable V get(K key) {
    return entries.get(key);
  }

  public synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  /**
   * The value under this key as {@code update} leaves it. It sees the present value or null, runs
   * under the lock, and must be short.
   */
  public synchronized V update(K key, Function<@Nullable V, V> update) {
    V next = update.apply(entries.get(key));
    entries.put(key, next);
    return next;
  }

  /** Forgets this value, unless another one has taken its place. */
  public synchronized void forget(K key, V value) {
    entries.remove(key, value);
  }
}
