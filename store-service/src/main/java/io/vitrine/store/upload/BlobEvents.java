package io.vitrine.store.upload;

import io.vitrine.store.Requester;

/** Where the registry learns what became of an upload. */
public interface BlobEvents {

  /**
   * Returns when all replicas of the broker have the fact.
   *
   * @throws UnconfirmedException if nobody knows whether they have it
   */
  void stored(Grant grant, StoredBlob blob, Requester who);

  /** Renews the lease. Does not wait; a renewal that is lost is followed by another. */
  void progressed(Grant grant, long receivedBytes, Requester who);

  /**
   * Ends the upload without an object.
   *
   * @throws UnconfirmedException if nobody knows whether the fact was sent
   */
  void failed(Grant grant, String reason, Requester who);

  /** The broker did not confirm a fact in time; it may arrive all the same. */
  final class UnconfirmedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnconfirmedException(Throwable cause) {
      super("a fact was not confirmed", cause);
    }
  }
}
