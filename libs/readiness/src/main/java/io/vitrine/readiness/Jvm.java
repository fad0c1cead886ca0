package io.vitrine.readiness;

import java.util.List;

/**
 * What the service runs on.
 *
 * @param heap bytes at most
 * @param options of its command line and of {@code JAVA_TOOL_OPTIONS}
 */
public record Jvm(long heap, List<String> options) {
  public Jvm {
    options = List.copyOf(options);
  }

  boolean has(String beginning) {
    return options.stream().anyMatch(option -> option.startsWith(beginning));
  }
}
