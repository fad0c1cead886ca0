package io.vitrine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A cluster of real processes on this machine.
 *
 * <p>Its processes outlive this object: another one on the same state directory finds them again.
 */
public final class LocalCluster {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  private final ClusterSpec spec;

  public LocalCluster(ClusterSpec spec) {
    this.spec = spec;
  }

  public ClusterSpec spec() {
    return spec;
  }

  public Ports ports() {
    return spec.ports();
  }

  /** Starts what is not running, replaces what has changed, and returns when all is ready. */
  public void start(Progress progress) {
    try {
      spec.state().create();
      try (FileChannel channel = lockFile();
          var lock = lock(channel)) {
        if (lock.isValid()) {
          new StartRun(new Starter(spec, progress), progress).start(parts(progress));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the cluster: " + e.getMessage(), e);
    }
  }

  private FileChannel lockFile() throws IOException {
    return FileChannel.open(
        spec.state().path().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      throw new ClusterException(
          "another ./vitrine is starting or stopping this cluster: wait for it to end");
    }
    return lock;
  }

  /** Chooses, until {@link #reset}, whether Kafka asks who comes; the next start does it. */
  public void secureKafka(boolean secure) {
    try {
      spec.state().create();
      Path mark = spec.state().kafkaSecured();
      if (!secure) {
        Files.deleteIfExists(mark);
      } else if (!Files.exists(mark)) {
        Files.createFile(mark);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the state: " + e.getMessage(), e);
    }
  }

  /** Settings of a Kafka client that may do everything. */
  public Map<String, Object> kafka() {
    return Map.copyOf(KafkaAccess.of(spec, secrets()).operator());
  }

  /** Settings of a Kafka client that is this client in Keycloak, where Kafka asks who comes. */
  public Map<String, Object> kafka(String client) {
    return Map.copyOf(KafkaAccess.of(spec, secrets()).client(client));
  }

  private List<Part> parts(Progress progress) throws IOException {
    Secrets secrets = secrets();
    var parts = new ArrayList<Part>();
    for (PartName name : PartName.values()) {
      if (spec.parts().contains(name)) {
        Optional<Part> part = part(name, secrets);
        part.ifPresentOrElse(parts::add, () -> progress.skipped(name, "not in this checkout yet"));
      }
    }
    return parts;
  }

  private Optional<Part> part(PartName name, Secrets secrets) throws IOException {
    return switch (name) {
      case POSTGRES -> Optional.of(new PostgresPart(spec, secrets));
      case KAFKA -> Optional.of(new KafkaPart(spec, secrets));
      case KEYCLOAK -> Optional.of(new KeycloakPart(spec, secrets));
      case S3 -> Optional.of(new S3Part(spec, secrets));
      case REGISTRY, METADEFS, STORE, WORKER, GATEWAY ->
          spec.checkout()
              .application(name)
              .map(application -> new ServicePart(name, spec, secrets, application));
    };
  }

  /** Stops every process of this cluster; the data stays. Returns what was running. */
  public List<PartName> stop() {
    try {
      spec.state().create();
      try (FileChannel channel = lockFile();
          var lock = lock(channel)) {
        return lock.isValid() ? stopAll() : List.of();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop the cluster: " + e.getMessage(), e);
    }
  }

  /** Services first, so that none complains about a missing backing part. */
  private List<PartName> stopAll() {
    var stopped = new ArrayList<PartName>(stopTogether(PartName.SERVICES));
    stopped.addAll(stopTogether(List.of(PartName.KEYCLOAK, PartName.KAFKA, PartName.S3)));
    stopped.addAll(stopTogether(List.of(PartName.POSTGRES)));
    return List.copyOf(stopped);
  }

  private List<PartName> stopTogether(List<PartName> names) {
    List<PartName> running =
        names.stream().filter(name -> !process(name).members().isEmpty()).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(
              names.stream()
                  .map(name -> CompletableFuture.runAsync(() -> stop(name), threads))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    }
    return running;
  }

  /** Stops one part in an orderly way. */
  public void stop(PartName name) {
    String signal = name == PartName.POSTGRES ? "INT" : "TERM";
    try {
      process(name).stop(signal, STOP_PATIENCE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while stopping " + name, e);
    }
  }

  /** Stops everything and deletes the data; unpacked programs and logs stay. */
  public void reset() {
    stop();
    try {
      Archives.delete(spec.state().data());
      Archives.delete(spec.state().run());
      Archives.delete(PostgresPart.outsideHome(spec.state()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the data: " + e.getMessage(), e);
    }
  }

  /** kill -9. A service is replaced by its supervisor, a backing part stays dead. */
  public void crash(PartName name) {
    signal(name, PartProcess::crash);
  }

  /** Starts one part again, with what it needs in place, and returns when it is ready. */
  public void start(PartName name) {
    try {
      Part part = part(name, secrets()).orElseThrow(() -> new ClusterException(name + " missing"));
      new Starter(spec, Progress.silent()).bringUp(part);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while starting " + name, e);
    }
  }

  /** The part hangs, as one does whose machine has no time for it, until {@link #thaw}. */
  public void freeze(PartName name) {
    signal(name, PartProcess::freeze);
  }

  public void thaw(PartName name) {
    signal(name, PartProcess::thaw);
  }

  /** The process that does the work of a service, and not its supervisor. */
  public long pid(PartName service) {
    return process(service).working().getFirst().pid();
  }

  private interface Signal {
    void to(PartProcess process) throws IOException, InterruptedException;
  }

  private void signal(PartName name, Signal signal) {
    try {
      signal.to(process(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot signal " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while signalling " + name, e);
    }
  }

  /** Waits until the part answers, as after a crash. */
  public void awaitReady(PartName name) {
    try {
      Part part = part(name, secrets()).orElseThrow(() -> new ClusterException(name + " missing"));
      new Starter(spec, Progress.silent()).awaitReady(part, process(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while waiting for " + name, e);
    }
  }

  public List<PartStatus> status() {
    try {
      spec.state().create();
      var statuses = new ArrayList<PartStatus>();
      for (Part part : parts(Progress.silent())) {
        statuses.add(PartStatus.of(part, process(part.name()), spec.ports().of(part.name())));
      }
      return List.copyOf(statuses);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the state: " + e.getMessage(), e);
    }
  }

  public Secrets secrets() {
    try {
      spec.state().create();
      return Secrets.loadOrCreate(spec.state());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the secrets: " + e.getMessage(), e);
    }
  }

  public Path log(PartName name) {
    return spec.state().log(name);
  }

  /** Where PostgreSQL keeps its data if it cannot come to the state directory. */
  public Optional<Path> dataOutside() {
    return Optional.of(PostgresPart.outsideHome(spec.state())).filter(Files::exists);
  }

  private PartProcess process(PartName name) {
    return new PartProcess(spec.state(), name);
  }
}
