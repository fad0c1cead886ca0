package io.vitrine.local;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parts of a cluster, in the order in which people want to read them; none comes before what it
 * needs.
 */
public enum PartName {
  POSTGRES("PostgreSQL", 9432),
  KEYCLOAK("Keycloak", 9180),
  KAFKA("Kafka", 9192),
  S3("S3 (S3Proxy)", 9200),
  REGISTRY("registry-service", 9281),
  METADEFS("metadefs-service", 9284),
  STORE("store-service", 9282),
  WORKER("conversion-worker", 9283),
  GATEWAY("api-gateway", 9292);

  public static final List<PartName> BACKING = List.of(POSTGRES, KEYCLOAK, KAFKA, S3);
  public static final List<PartName> SERVICES = List.of(REGISTRY, METADEFS, STORE, WORKER, GATEWAY);

  private final String title;
  private final int defaultPort;

  PartName(String title, int defaultPort) {
    this.title = title;
    this.defaultPort = defaultPort;
  }

  /** The product's name, or the Maven module of one of our services. */
  public String title() {
    return title;
  }

  public int defaultPort() {
    return defaultPort;
  }

  public boolean isService() {
    return SERVICES.contains(this);
  }

  /** The short name used for files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Accepts the short name and the title, in any case. */
  public static Optional<PartName> named(String text) {
    return Arrays.stream(values())
        .filter(part -> part.id().equalsIgnoreCase(text) || part.title.equalsIgnoreCase(text))
        .findFirst();
  }

  public static String allNames() {
    return Arrays.stream(values()).map(PartName::id).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return id();
  }
}
