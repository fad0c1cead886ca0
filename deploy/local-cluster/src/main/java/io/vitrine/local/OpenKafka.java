package io.vitrine.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Clear text on this machine: whoever comes may do everything. */
record OpenKafka(Ports ports) implements KafkaAccess {

  @Override
  public List<PartName> brokerNeeds() {
    return List.of();
  }

  @Override
  public void prepare(Path log) {
    // Nothing is needed.
  }

  @Override
  public String brokerSettings() {
    return """
    listeners=PLAINTEXT://%1$s,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=PLAINTEXT://%1$s,CONTROLLER://127.0.0.1:%2$d
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
    """
        .formatted(ports.kafka(), ports.kafkaController());
  }

  @Override
  public List<String> brokerOptions() {
    return List.of();
  }

  @Override
  public Map<String, String> operator() {
    return Map.of("bootstrap.servers", ports.kafka());
  }

  @Override
  public Map<String, String> client(String client) {
    return operator();
  }

  @Override
  public List<String> clientOptions() {
    return List.of();
  }

  @Override
  public boolean hasAcls() {
    return false;
  }
}
