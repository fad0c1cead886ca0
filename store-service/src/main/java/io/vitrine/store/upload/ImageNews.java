package io.vitrine.store.upload;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What the registry decides about images, heard as it happens. */
public interface ImageNews {

  /** Listens for the end of an upload from now on. */
  Expectation expect(UUID imageId, UUID uploadId);

  /** How an upload ended, in the registry's eyes. */
  sealed interface End {
    /** The image is active, or its data is staged. */
    record Adopted() implements End {}

    /** The image is queued again. */
    record GivenUp(String reason) implements End {}

    record ImageDeleted() implements End {}
  }

  /** Close it to stop listening. */
  interface Expectation extends AutoCloseable {
    /** The end if it is known already. */
    Optional<End> end();

    /** Waits for the end; empty if it does not come in time. */
    Optional<End> await(Duration patience);

    @Override
    void close();
  }
}
