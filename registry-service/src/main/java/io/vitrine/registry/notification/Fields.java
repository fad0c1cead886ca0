package io.vitrine.registry.notification;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a payload, as JSON has them. Those without a value are there, too. */
final class Fields {
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  Fields with(String name, @Nullable Object value) {
    values.put(name, value);
    return this;
  }

  /** To the second, as Glance has it. */
  Fields time(String name, @Nullable Instant time) {
    return with(name, time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  Fields and(Fields more) {
    values.putAll(more.values);
    return this;
  }

  /**
   * Whether it is gone.
   *
   * @param at since when; null where it is there
   */
  Fields deleted(@Nullable Instant at) {
    return with("deleted", at != null).time("deleted_at", at);
  }

  Map<String, @Nullable Object> map() {
    return Collections.unmodifiableMap(values);
  }
}
