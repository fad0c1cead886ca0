package io.vitrine.store.cache;

import io.vitrine.store.Requester;

/** The catalogue of images. */
public interface ImageStates {

  /**
   * The image's status, as the API spells it; blocks.
   *
   * @throws io.vitrine.problem.ProblemException if there is no such image for the requester
   */
  String status(Requester who, String imageId);
}
