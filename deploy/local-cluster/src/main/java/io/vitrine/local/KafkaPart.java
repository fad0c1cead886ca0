package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** One Kafka broker that is its own controller. */
final class KafkaPart implements Part {
  private final ClusterSpec spec;
  private final Secrets secrets;

  KafkaPart(ClusterSpec spec, Secrets secrets) {
    this.spec = spec;
    this.secrets = secrets;
  }

  @Override
  public PartName name() {
    return PartName.KAFKA;
  }

  @Override
  public List<PartName> needs() {
    return List.of();
  }

  @Override
  public void prepare(Progress progress) throws IOException, InterruptedException {
    Files.writeString(spec.state().settings(name()), settings());
    Path data = spec.state().data(name());
    if (!Files.exists(data.resolve("meta.properties"))) {
      progress.busy(name(), "formatting its storage");
      Archives.delete(data);
      var command = java("128m");
      command.addAll(
          List.of(
              "kafka.tools.StorageTool",
              "format",
              "--standalone",
              "-t",
              clusterId(),
              "-c",
              spec.state().settings(name()).toString()));
      Commands.run(command, Map.of(), spec.state().log(name()));
    }
  }

  private String clusterId() {
    byte[] bytes = HexFormat.of().parseHex(secrets.get("kafka.cluster-id"));
    // Kafka refuses ids that begin with a dash.
    bytes[0] = (byte) (bytes[0] & 0x7f);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String settings() {
    int controller = spec.ports().kafkaController();
    String listeners =
        "PLAINTEXT://" + spec.ports().kafka() + ",CONTROLLER://127.0.0.1:" + controller;
    return """
    process.roles=broker,controller
    node.id=1
    listeners=%1$s
    advertised.listeners=%1$s
    controller.listener.names=CONTROLLER
    controller.quorum.bootstrap.servers=127.0.0.1:%2$d
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
    log.dirs=%3$s
    auto.create.topics.enable=false
    num.partitions=6
    default.replication.factor=1
    min.insync.replicas=1
    offsets.topic.num.partitions=4
    offsets.topic.replication.factor=1
    transaction.state.log.num.partitions=2
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    share.coordinator.state.topic.num.partitions=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    log.cleaner.dedupe.buffer.size=16777216
    num.network.threads=2
    num.io.threads=3
    """
        .formatted(listeners, controller, spec.state().data(name()));
  }

  private List<String> java(String heap) {
    var command = Jvm.command(heap);
    command.addAll(Jvm.LEAN);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
            "-Dorg.slf4j.simpleLogger.showThreadName=false",
            "-cp",
            spec.checkout().part("kafka") + "/*"));
    return command;
  }

  @Override
  public Launch launch() {
    var command = java(spec.heap(name()));
    command.add("kafka.Kafka");
    command.add(spec.state().settings(name()).toString());
    return new Launch(command, Map.of(), spec.state().path(), settings());
  }

  @Override
  public boolean isReady() {
    // The client would log each refused connection.
    if (PortHolder.isFree(spec.ports().of(name()))) {
      return false;
    }
    try (Admin admin = admin()) {
      return !admin.describeCluster().nodes().get(4, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            spec.ports().kafka(),
            "request.timeout.ms",
            "4000",
            "default.api.timeout.ms",
            "20000"));
  }

  @Override
  public void furnish() throws IOException, InterruptedException {
    try (Admin admin = admin()) {
      Topics.read(spec.checkout().topics()).furnish(admin);
    }
  }
}
