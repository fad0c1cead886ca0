package io.vitrine.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Who may do what in Kafka: deploy/kafka-acls.properties. */
public record Acls(Set<Grant> all) {
  private static final String ANY_HOST = "*";

  public Acls {
    all = Set.copyOf(all);
  }

  /** What may be granted. Each right brings the leave to describe what it is for. */
  public enum Right {
    READ(ResourceType.TOPIC, AclOperation.READ),
    WRITE(ResourceType.TOPIC, AclOperation.WRITE),
    GROUP(ResourceType.GROUP, AclOperation.READ);

    private final ResourceType type;
    private final AclOperation operation;

    Right(ResourceType type, AclOperation operation) {
      this.type = type;
      this.operation = operation;
    }

    private static Right named(String key, String name) {
      for (Right right : values()) {
        if (right.name().toLowerCase(Locale.ROOT).equals(name)) {
          return right;
        }
      }
      throw new IllegalArgumentException(
          key + ": expected PRINCIPAL.read, PRINCIPAL.write or PRINCIPAL.group");
    }
  }

  /**
   * One right to one thing.
   *
   * @param principal a client in Keycloak
   * @param name of a topic or a consumer group; one that ends in * stands for all that begin so
   */
  public record Grant(String principal, Right right, String name) {

    private AclBinding binding() {
      boolean isPrefix = name.endsWith("*");
      return new AclBinding(
          new ResourcePattern(
              right.type,
              isPrefix ? name.substring(0, name.length() - 1) : name,
              isPrefix ? PatternType.PREFIXED : PatternType.LITERAL),
          new AccessControlEntry(
              "User:" + principal, ANY_HOST, right.operation, AclPermissionType.ALLOW));
    }
  }

  public static Acls read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return parse(reader);
    }
  }

  static Acls parse(Reader reader) throws IOException {
    var lines = new Properties();
    lines.load(reader);
    return new Acls(
        lines.stringPropertyNames().stream()
            .flatMap(key -> grants(key, lines.getProperty(key, "")).stream())
            .collect(Collectors.toSet()));
  }

  private static List<Grant> grants(String key, String names) {
    int dot = key.lastIndexOf('.');
    if (dot < 1) {
      throw new IllegalArgumentException(key + ": names no principal");
    }
    Right right = Right.named(key, key.substring(dot + 1));
    var grants = new ArrayList<Grant>();
    for (String name : names.strip().split("\\s+", -1)) {
      if (name.isEmpty() || name.equals("*")) {
        throw new IllegalArgumentException(key + ": expected names");
      }
      grants.add(new Grant(key.substring(0, dot), right, name));
    }
    return grants;
  }

  /** Afterwards these hold on that broker, and no others. */
  void establish(Admin admin) throws InterruptedException {
    Set<AclBinding> wanted = all.stream().map(Grant::binding).collect(Collectors.toSet());
    try {
      Collection<AclBinding> found = admin.describeAcls(AclBindingFilter.ANY).values().get();
      admin
          .deleteAcls(
              found.stream().filter(a -> !wanted.contains(a)).map(AclBinding::toFilter).toList())
          .all()
          .get();
      admin.createAcls(wanted.stream().filter(a -> !found.contains(a)).toList()).all().get();
    } catch (ExecutionException e) {
      throw new ClusterException("cannot create Kafka's ACLs: " + e.getCause(), e);
    }
  }
}
