package io.vitrine.it;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The listener for notifications of OpenStack's own library, as Debian packages it. */
final class OsloListener implements AutoCloseable {
  private static final String PYTHON = "/usr/bin/python3";

  private final Process process;
  private final Path heard;

  private OsloListener(Process process, Path heard) {
    this.process = process;
    this.heard = heard;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /**
   * Hears everything from the beginning. Without the package there is nothing to test at home; in
   * CI it has to be there.
   */
  static OsloListener listen(String brokers, String topic) {
    Path folder = Checkout.find().root().resolve("integration-tests/target/oslo");
    String group = "it-" + UUID.randomUUID();
    try {
      requireInstalled();
      beginAtTheBeginning(brokers, group, List.of(topic + ".info", topic + ".error"));
      Files.createDirectories(folder);
      Path heard = folder.resolve(group + ".jsonl");
      Process process =
          new ProcessBuilder(PYTHON, script().toString(), brokers, topic, group)
              .redirectOutput(heard.toFile())
              .redirectError(folder.resolve(group + ".log").toFile())
              .start();
      return new OsloListener(process, heard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The library has no setting for it: a new group hears what comes once it is there. */
  private static void beginAtTheBeginning(String brokers, String group, List<String> topics) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
      admin
          .describeTopics(topics)
          .allTopicNames()
          .get()
          .forEach((topic, description) ->
              description
                  .partitions()
                  .forEach(partition ->
                      beginning.put(
                          new TopicPartition(topic, partition.partition()),
                          new OffsetAndMetadata(0))));
      admin.alterConsumerGroupOffsets(group, beginning).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static Path script() {
    try {
      return Path.of(OsloListener.class.getResource("/notifications/listen.py").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void requireInstalled() throws IOException {
    Process probe =
        new ProcessBuilder(PYTHON, "-c", "import oslo_messaging, confluent_kafka").start();
    if (probe.onExit().join().exitValue() == 0) {
      return;
    }
    String what = "No oslo.messaging on this machine: apt-get install python3-oslo.messaging";
    if (System.getenv("CI") != null) {
      throw new AssertionError(what);
    }
    abort(what);
  }

  /** So far, in order. */
  List<JsonNode> heard() {
    try {
      String text = Files.readString(heard);
      // What is after the last line's end is still being written.
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(ImageApi::json).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
