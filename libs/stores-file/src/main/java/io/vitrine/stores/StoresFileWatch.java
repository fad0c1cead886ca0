package io.vitrine.stores;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the stores file every two seconds. It is read rather than watched: what Kubernetes
 * mounts changes by a link that is renamed two directories away, and a network's file system tells
 * nothing.
 */
@ApplicationScoped
public class StoresFileWatch {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final StoresConfig NO_FILE = Map::of;

  private final Optional<Path> file;
  private volatile @Nullable Followed<?> followed;
  private volatile @Nullable Thread thread;

  StoresFileWatch(@ConfigProperty(name = "vitrine.stores-file") Optional<Path> file) {
    this.file = file;
  }

  /**
   * Tells what is in the file now, before this returns, and whenever it has changed; waits for a
   * file that has changed within two seconds. Without a file that is one call.
   *
   * @param take turns the file into what the service needs of it, and throws if it does not hold
   *     that; files that it reads in turn are followed, too
   * @param onChange is called by one thread at a time
   */
  public <T> void follow(Function<StoresConfig, T> take, Consumer<T> onChange) {
    if (file.isEmpty()) {
      onChange.accept(take.apply(NO_FILE));
      return;
    }
    Followed<T> stores = new Followed<>(() -> take.apply(StoresFile.read(file.get())), onChange);
    awaitRest(file.get());
    stores.look();
    followed = stores;
    thread = Thread.ofVirtual().name("stores-file").start(() -> keepLooking(stores));
  }

  /**
   * What was written a moment ago may go on being written, and the first look has none before it to
   * compare with: half a line could name another bucket.
   */
  private static void awaitRest(Path file) {
    try {
      Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
      if (!age.isNegative() && age.compareTo(PAUSE) < 0) {
        Thread.sleep(PAUSE.minus(age));
      }
    } catch (IOException e) {
      // The look will say so.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void keepLooking(Followed<?> stores) {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        stores.look();
      }
    } catch (InterruptedException e) {
      // The service stops.
    }
  }

  /** What the file's state is, for whoever has to mend it; empty without a file. */
  Optional<State> state() {
    Followed<?> stores = followed;
    return file.map(path ->
        stores == null
            ? new State(path, Optional.of("not read yet"), false)
            : new State(path, stores.problem(), stores.hasValue()));
  }

  /**
   * The file as it stands.
   *
   * @param problem why what holds is older than what is written
   * @param everRead whether there is anything that holds
   */
  record State(Path file, Optional<String> problem, boolean everRead) {}

  @PreDestroy
  void stop() {
    Thread looking = thread;
    if (looking != null) {
      looking.interrupt();
    }
  }
}
