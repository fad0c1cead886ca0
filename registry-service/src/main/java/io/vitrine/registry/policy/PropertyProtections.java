package io.vitrine.registry.policy;

import io.vitrine.identity.Caller;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may do what with which custom properties, where the operator protects any. The first section
 * whose expression is found in a property's name decides; a property without a section is nobody's.
 */
public final class PropertyProtections {
  /** Everybody may do everything. */
  public static final PropertyProtections NONE = new PropertyProtections(Optional.empty());

  /** Reserved for what the service itself keeps; clients cannot write there in any case. */
  private static final String INTERNAL = "os_glance";

  /** Names come from clients, so not every one is worth remembering. */
  private static final int REMEMBERED_NAMES = 10_000;

  /** What can be done with a property. */
  public enum Operation {
    CREATE,
    READ,
    UPDATE,
    DELETE;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The properties of one kind. */
  public record Section(OperatorPattern names, Map<Operation, Check> checks) {
    public Section {
      checks = Collections.unmodifiableMap(new EnumMap<>(checks));
      if (checks.size() != Operation.values().length) {
        throw new IllegalArgumentException("a section says who may do each of the operations");
      }
    }

    boolean allows(Operation operation, Caller caller) {
      return Objects.requireNonNull(checks.get(operation)).holds(caller, Target.NONE);
    }
  }

  private final Optional<List<Section>> sections;
  private final Map<String, Optional<Section>> remembered = new ConcurrentHashMap<>();

  private PropertyProtections(Optional<List<Section>> sections) {
    this.sections = sections.map(List::copyOf);
  }

  public static PropertyProtections of(List<Section> sections) {
    return new PropertyProtections(Optional.of(sections));
  }

  public boolean allow(Operation operation, String property, Caller caller) {
    return sections.isEmpty()
        || property.startsWith(INTERNAL)
        || sectionOf(property, sections.get())
            .filter(section -> section.allows(operation, caller))
            .isPresent();
  }

  /** What the caller may read of these; the same map where that is all. */
  public Map<String, String> readable(Map<String, String> properties, Caller caller) {
    return allowed(Operation.READ, properties, caller);
  }

  /** What the caller may create of these; the same map where that is all. */
  public Map<String, String> creatable(Map<String, String> properties, Caller caller) {
    return allowed(Operation.CREATE, properties, caller);
  }

  private Map<String, String> allowed(
      Operation operation, Map<String, String> properties, Caller caller) {
    if (sections.isEmpty()) {
      return properties;
    }
    SortedMap<String, String> allowed = new TreeMap<>(properties);
    allowed.keySet().removeIf(property -> !allow(operation, property, caller));
    return allowed.size() == properties.size() ? properties : allowed;
  }

  private Optional<Section> sectionOf(String property, List<Section> all) {
    Optional<Section> known = remembered.get(property);
    if (known != null) {
      return known;
    }
    Optional<Section> found =
        all.stream().filter(section -> section.names().isFoundIn(property)).findFirst();
    if (remembered.size() < REMEMBERED_NAMES) {
      remembered.put(property, found);
    }
    return found;
  }
}
