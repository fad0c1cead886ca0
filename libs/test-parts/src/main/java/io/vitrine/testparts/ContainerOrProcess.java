package io.vitrine.testparts;

import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.testcontainers.utility.DockerImageName;

/**
 * Decides how parts run: as {@code -Dtest.parts} says, otherwise in containers if that works, and
 * as processes if it does not.
 */
final class ContainerOrProcess {
  static final String PROPERTY = "test.parts";

  private static final System.Logger LOG = System.getLogger(ContainerOrProcess.class.getName());

  private static final ContainerOrProcess AS_WISHED =
      new ContainerOrProcess(System.getProperty(PROPERTY, ""));

  private final String wish;

  /** What did not work once is not tried, and told, again. */
  private final Set<Part> processes = EnumSet.noneOf(Part.class);

  ContainerOrProcess(String wish) {
    this.wish = wish;
  }

  /** One for all tests of a JVM. */
  static ContainerOrProcess asWished() {
    return AS_WISHED;
  }

  /**
   * @param container fails with an exception, whose message says why, where it cannot be started
   */
  synchronized <T> T start(Part part, Function<DockerImageName, T> container, Supplier<T> process) {
    return switch (wish) {
      case "container" -> container.apply(part.image());
      case "process" -> process.get();
      case "" -> startEither(part, container, process);
      default ->
          throw new IllegalArgumentException(
              "-D%s=%s: container and process are known".formatted(PROPERTY, wish));
    };
  }

  private <T> T startEither(
      Part part, Function<DockerImageName, T> container, Supplier<T> process) {
    if (!processes.contains(part)) {
      try {
        return container.apply(part.image());
      } catch (RuntimeException e) {
        processes.add(part);
        LOG.log(Level.INFO, "{0} runs as a process: {1}", part, e.getMessage());
      }
    }
    return process.get();
  }
}
