package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How this cluster's Kafka is reached, and by whom. */
sealed interface KafkaAccess permits OpenKafka, SecuredKafka {

  /** As it was chosen for this cluster: see {@link LocalCluster#secureKafka}. */
  static KafkaAccess of(ClusterSpec spec, Secrets secrets) {
    return Files.exists(spec.state().kafkaSecured())
        ? new SecuredKafka(spec, secrets)
        : new OpenKafka(spec.ports());
  }

  /** The parts that must be ready before the broker can start. */
  List<PartName> brokerNeeds();

  /** Makes what the broker and its clients need on disk. */
  void prepare(Path log) throws IOException, InterruptedException;

  /** Listeners of the broker, and who may do what there. */
  String brokerSettings();

  /** What the broker's JVM needs. */
  List<String> brokerOptions();

  /** Settings of a Kafka client of whoever runs the cluster: he may do everything. */
  Map<String, String> operator();

  /** Settings of a Kafka client that is this client in Keycloak. */
  Map<String, String> client(String client);

  /** What the JVM of such a client needs. */
  List<String> clientOptions();

  /** Whether the broker looks at {@link Acls}. */
  boolean hasAcls();
}
