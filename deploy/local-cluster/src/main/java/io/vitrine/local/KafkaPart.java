package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
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
  private final KafkaAccess access;

  KafkaPart(ClusterSpec spec, Secrets secrets) {
    this.spec = spec;
    this.secrets = secrets;
    this.access = KafkaAccess.of(spec, secrets);
  }

  @Override
  public PartName name() {
    return PartName.KAFKA;
  }

  @Override
  public List<PartName> needs() {
    return access.brokerNeeds();
  }

  @Override
  public void prepare(Progress progress) throws IOException, InterruptedException {
    access.prepare(spec.state().log(name()));
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
    return access.brokerSettings()
        + """
        process.roles=broker,controller
        node.id=1
        controller.listener.names=CONTROLLER
        controller.quorum.bootstrap.servers=127.0.0.1:%1$d
        log.dirs=%2$s
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
            .formatted(spec.ports().kafkaController(), spec.state().data(name()));
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
    command.addAll(access.brokerOptions());
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
    var settings = new HashMap<String, Object>(access.operator());
    settings.put("request.timeout.ms", "4000");
    settings.put("default.api.timeout.ms", "20000");
    return Admin.create(settings);
  }

  @Override
  public void furnish() throws IOException, InterruptedException {
    try (Admin admin = admin()) {
      Topics.read(spec.checkout().topics()).furnish(admin);
      if (access.hasAcls()) {
        Acls.read(spec.checkout().kafkaAcls()).establish(admin);
      }
    }
  }
}
