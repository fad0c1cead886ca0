package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where one cluster keeps its data, logs and notes on running processes. */
public record StateDirectory(Path path) {

  public StateDirectory {
    path = path.toAbsolutePath().normalize();
  }

  public StateDirectory create() throws IOException {
    Files.createDirectories(data());
    Files.createDirectories(run());
    Files.createDirectories(logs());
    return this;
  }

  /** Everything that `reset` deletes. */
  public Path data() {
    return path.resolve("data");
  }

  public Path data(PartName part) {
    return data().resolve(part.id());
  }

  /** Stores that are added to the running cluster. */
  public Path stores() {
    return data().resolve("stores.properties");
  }

  /** There while the cluster's Kafka is secured. */
  Path kafkaSecured() {
    return data().resolve("kafka-secured");
  }

  public Path run() {
    return path.resolve("run");
  }

  public Path pidFile(PartName part) {
    return run().resolve(part.id() + ".pid");
  }

  /** A part's generated settings. */
  public Path settings(PartName part) {
    return run().resolve(part.id() + ".properties");
  }

  public Path logs() {
    return path.resolve("logs");
  }

  public Path log(PartName part) {
    return logs().resolve(part.id() + ".log");
  }
}
