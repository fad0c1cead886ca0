package io.vitrine.registry.importing;

import io.vitrine.identity.Role;
import io.vitrine.remote.RemoteUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator decides about imports.
 *
 * @param methods that import requests may name
 * @param formats what imports become
 * @param injection what images get with their bytes
 * @param glances by region, the endpoints of other image services, for {@code glance-download}
 * @param patience with workers
 * @param taskTimeToLive how long a task that has ended is remembered
 */
public record ImportRules(
    List<ImportMethod> methods,
    Formats formats,
    Injection injection,
    Map<String, RemoteUrl> glances,
    Patience patience,
    Duration taskTimeToLive) {
  /** What the workers can write. */
  public static final Set<String> OUTPUT_FORMATS =
      Set.of("raw", "qcow2", "qcow2-zlib", "qcow2-zstd", "vmdk");

  public ImportRules {
    methods = List.copyOf(methods);
    glances = Map.copyOf(glances);
  }

  /**
   * What imports become unless the request says it. What neither names stays as it is.
   *
   * @param byStore by the name of the store that gets the bytes first; goes before the other
   * @param byFormat by the disk format that the image declares
   */
  public record Formats(Map<String, String> byStore, Map<String, String> byFormat) {
    public static final Formats KEPT = new Formats(Map.of(), Map.of());

    public Formats {
      byStore = Map.copyOf(byStore);
      byFormat = Map.copyOf(byFormat);
      byStore.forEach((store, format) -> requireWritable("to store " + store, format));
      byFormat.forEach((declared, format) -> requireWritable("of " + declared, format));
    }

    private static void requireWritable(String which, String format) {
      if (!OUTPUT_FORMATS.contains(format)) {
        throw new IllegalArgumentException(
            "imports %s cannot become '%s': workers write %s"
                .formatted(which, format, OUTPUT_FORMATS.stream().sorted().toList()));
      }
    }

    Optional<String> of(String store, Optional<String> declared) {
      return Optional.ofNullable(byStore.get(store)).or(() -> declared.map(byFormat::get));
    }
  }

  /**
   * Properties that imported images get, unless they have them already.
   *
   * @param ignoredRoles whose imports stay as they are
   */
  public record Injection(Map<String, String> properties, Set<Role> ignoredRoles) {
    public static final Injection NONE = new Injection(Map.of(), Set.of());

    public Injection {
      properties = Map.copyOf(properties);
      ignoredRoles = Set.copyOf(ignoredRoles);
    }

    Map<String, String> by(Set<Role> roles) {
      return ignoredRoles.stream().anyMatch(roles::contains) ? Map.of() : properties;
    }
  }

  /**
   * How long the registry waits for workers.
   *
   * @param lease how long one may be silent before its run counts as dead
   * @param maxAttempts how many runs may come to nothing before the task fails
   */
  public record Patience(Duration lease, int maxAttempts) {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /**
     * How long to wait before another run. A worker may simply have died, so the second comes at
     * once; then it is probably something they all need that is away, and must be waited for.
     */
    Duration pauseAfter(int attempt) {
      if (attempt <= 1) {
        return Duration.ZERO;
      }
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 2, 10));
      return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
  }

  public Duration lease() {
    return patience.lease();
  }
}
