package io.vitrine.events;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an update has changed, as it was: the part of a snapshot that differs, with null for what
 * was not there. Of an image's custom properties only those that differ are in it, too. It is a map
 * since in a record nobody could tell what was null from what did not change.
 */
final class Before {
  /** What differs after each update. */
  private static final Set<String> BOOKKEEPING = Set.of("version", "updated_at");

  private static final String PROPERTIES = "properties";

  private Before() {}

  static Map<String, @Nullable Object> of(ImageSnapshot was, ImageSnapshot is) {
    return changed(was, is);
  }

  static Map<String, @Nullable Object> of(NamespaceSnapshot was, NamespaceSnapshot is) {
    return changed(was, is);
  }

  private static Map<String, @Nullable Object> changed(Object was, Object is) {
    Map<String, @Nullable Object> old = FactCodec.asMap(was);
    Map<String, @Nullable Object> now = FactCodec.asMap(is);
    Map<String, @Nullable Object> before = changed(old, now);
    before.keySet().removeAll(BOOKKEEPING);
    if (before.containsKey(PROPERTIES)) {
      before.put(PROPERTIES, changed(custom(old), custom(now)));
    }
    return before;
  }

  private static Map<String, @Nullable Object> changed(
      Map<String, @Nullable Object> old, Map<String, @Nullable Object> now) {
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    Map<String, @Nullable Object> before = new LinkedHashMap<>();
    for (String name : names) {
      if (!Objects.equals(old.get(name), now.get(name))) {
        before.put(name, old.get(name));
      }
    }
    return before;
  }

  @SuppressWarnings("unchecked") // it is what Jackson makes of a snapshot's properties
  private static Map<String, @Nullable Object> custom(Map<String, @Nullable Object> snapshot) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(snapshot.get(PROPERTIES));
  }
}
