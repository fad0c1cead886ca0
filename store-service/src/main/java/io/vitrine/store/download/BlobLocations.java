package io.vitrine.store.download;

import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import java.util.Optional;

/** The registry, asked for bytes. Blocks; every failure is a {@link ProblemException}. */
public interface BlobLocations {

  /** Where the image's bytes are, if the requester may have them; empty if it has none yet. */
  Optional<BlobLocation> locate(Requester who, String imageId);
}
