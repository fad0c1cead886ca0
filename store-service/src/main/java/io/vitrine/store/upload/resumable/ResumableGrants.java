package io.vitrine.store.upload.resumable;

import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.Purpose;
import java.util.Optional;
import java.util.UUID;

/**
 * The registry, asked about uploads that outlive their requests. Blocks; every failure is a {@link
 * ProblemException}.
 */
public interface ResumableGrants {

  /**
   * Opens an upload to an image, which stays locked until it is concluded or its lease runs out. An
   * image that is locked by one of that length, purpose and store answers with that one.
   *
   * @param length bytes that will come
   */
  ResumableGrant grantResumable(
      Requester who, String imageId, Purpose purpose, long length, Optional<String> store);

  /**
   * What was granted before. A problem of kind {@code NOT_FOUND} if the image neither holds that
   * upload nor has its data from it.
   */
  ResumableGrant find(Requester who, String imageId, UUID uploadId);
}
