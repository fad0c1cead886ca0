package io.vitrine.store.upload;

import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;

/** The registry, asked about uploads. Blocks; every failure is a {@link ProblemException}. */
public interface UploadGrants {

  /**
   * Opens an upload to an image, which stays locked until it is concluded or its lease runs out.
   */
  Grant grant(Requester who, String imageId, Purpose purpose, Announcement announced);

  /** Asks for more room; returns how many bytes may come in all. */
  long extend(Grant grant, String requestId);

  /** Whether what this upload stored has become the image's data, or is staged. */
  boolean hasAdopted(Grant grant, String requestId);
}
