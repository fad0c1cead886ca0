package io.vitrine.worker.importing;

import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.worker.fetch.ProxyAwayException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** What to tell of a run that came to nothing for no fault of the image. */
final class Blame {
  private Blame() {}

  /** A sentence for the image's owner, with nothing of our insides in it. */
  static String of(Throwable cause) {
    return switch (cause) {
      case ObjectStoreException store ->
          switch (store.failure()) {
            case UNAVAILABLE -> "A store does not answer.";
            case MISSING -> "Bytes are missing in a store.";
            case DENIED -> "A store denies access.";
            case FULL -> "A store is full.";
            case REFUSED -> "A store refuses a request.";
          };
      case ProxyAwayException _ -> "The proxy to the outside cannot be reached.";
      case ExecutionException wrapped when wrapped.getCause() != null ->
          "The worker could not report to the registry.";
      case OutOfMemoryError _ -> "The worker ran out of memory.";
      default -> "The worker failed (%s).".formatted(cause.getClass().getSimpleName());
    };
  }

  /** The same in one of a few words, to be counted by. */
  static String word(Throwable cause) {
    return switch (cause) {
      case ObjectStoreException store -> "store-" + store.failure().name().toLowerCase(Locale.ROOT);
      case ProxyAwayException _ -> "proxy";
      case ExecutionException wrapped when wrapped.getCause() != null -> "report";
      case OutOfMemoryError _ -> "memory";
      default -> "worker";
    };
  }

  /** The store that did not do its part: another run may do without. */
  static Optional<String> store(Throwable cause) {
    return cause instanceof ObjectStoreException failed ? failed.store() : Optional.empty();
  }
}
