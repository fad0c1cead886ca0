package io.vitrine.local;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a cluster is made of and how large its parts are. */
public record ClusterSpec(
    Checkout checkout,
    StateDirectory state,
    Ports ports,
    Set<PartName> parts,
    Map<PartName, String> heaps,
    Map<PartName, List<String>> jvmOptions,
    Map<PartName, Map<String, String>> environments) {
  private static final String UNSET = "";

  public ClusterSpec {
    parts = Set.copyOf(parts);
    heaps = Map.copyOf(heaps);
    jvmOptions = Map.copyOf(jvmOptions);
    environments = Map.copyOf(environments);
  }

  /** Everything, on the usual ports, in .vitrine; the environment can change ports and heaps. */
  public static ClusterSpec standard(Checkout checkout, Map<String, String> environment) {
    return new Builder(
            checkout,
            new StateDirectory(checkout.root().resolve(".vitrine")),
            Ports.from(environment))
        .heapsFrom(environment)
        .build();
  }

  public static Builder of(Checkout checkout, StateDirectory state, Ports ports) {
    return new Builder(checkout, state, ports);
  }

  String heap(PartName part) {
    String chosen = heaps.getOrDefault(part, UNSET);
    return chosen.isEmpty() ? defaultHeap(part) : chosen;
  }

  private static String defaultHeap(PartName part) {
    return switch (part) {
      case GATEWAY, REGISTRY -> "192m";
      case METADEFS -> "128m";
      case STORE, WORKER, KAFKA -> "256m";
      case S3, KEYCLOAK -> "320m";
      case POSTGRES -> throw new IllegalArgumentException("PostgreSQL has no Java heap");
    };
  }

  /** What is measured gets the whole compiler; the others start faster without it. */
  List<String> javaOptions(PartName part) {
    List<String> byDefault =
        switch (part) {
          case GATEWAY, REGISTRY, STORE, WORKER -> List.of("-XX:+UseSerialGC");
          case METADEFS, KEYCLOAK, KAFKA, S3, POSTGRES -> Jvm.LEAN;
        };
    return jvmOptions.getOrDefault(part, byDefault);
  }

  Map<String, String> environment(PartName part) {
    return environments.getOrDefault(part, Map.of());
  }

  /** Collects what differs from the standard. */
  public static final class Builder {
    private final Checkout checkout;
    private final StateDirectory state;
    private final Ports ports;
    private Set<PartName> parts = EnumSet.allOf(PartName.class);
    private final Map<PartName, String> heaps = new EnumMap<>(PartName.class);
    private final Map<PartName, List<String>> jvmOptions = new EnumMap<>(PartName.class);
    private final Map<PartName, Map<String, String>> environments = new EnumMap<>(PartName.class);

    private Builder(Checkout checkout, StateDirectory state, Ports ports) {
      this.checkout = checkout;
      this.state = state;
      this.ports = ports;
    }

    public Builder parts(Set<PartName> chosen) {
      this.parts = EnumSet.copyOf(chosen);
      return this;
    }

    public Builder heap(PartName part, String size) {
      if (!size.matches("\\d+[kmgKMG]?")) {
        throw new IllegalArgumentException("not a heap size for " + part + ": " + size);
      }
      heaps.put(part, size);
      return this;
    }

    public Builder heapsFrom(Map<String, String> environment) {
      for (PartName part : PartName.values()) {
        String size = environment.get("VITRINE_HEAP_" + part.name());
        if (size != null && !size.isBlank()) {
          heap(part, size.strip());
        }
      }
      return this;
    }

    /** Replaces the collector and compiler options of a service. */
    public Builder javaOptions(PartName part, List<String> options) {
      jvmOptions.put(part, List.copyOf(options));
      return this;
    }

    /** Adds settings to a service's environment. */
    public Builder environment(PartName part, Map<String, String> variables) {
      environments.computeIfAbsent(part, _ -> new HashMap<>()).putAll(variables);
      return this;
    }

    public ClusterSpec build() {
      return new ClusterSpec(checkout, state, ports, parts, heaps, jvmOptions, environments);
    }
  }
}
