package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.Author;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.Witness;

/**
 * Has seen every byte that its author has written to an upload. What the object is it knows only if
 * nobody else has written.
 */
record Eyewitness(Witness witness, Author author) {

  static Eyewitness of(Grant grant) {
    return new Eyewitness(new Witness(grant), Author.unique());
  }
}
