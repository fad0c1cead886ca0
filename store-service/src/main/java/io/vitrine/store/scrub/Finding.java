package io.vitrine.store.scrub;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.StoredObject;
import io.vitrine.objectstore.UnfinishedUpload;
import java.util.UUID;

/** What a scrub tells. */
public sealed interface Finding {

  /** An object that is nobody's. */
  record Orphan(StoredObject object, boolean deleted) implements Finding {}

  /** An upload that nobody will complete. */
  record OrphanUpload(UnfinishedUpload upload, boolean deleted) implements Finding {}

  /** An image without its object. */
  record Missing(UUID imageId, ObjectKey key) implements Finding {}

  record WrongSize(UUID imageId, ObjectKey key, long expected, long found) implements Finding {}

  /** Other bytes than those that came. */
  record WrongHash(UUID imageId, ObjectKey key, String expected, String found) implements Finding {}

  /** How far it is, now and then. */
  record Progress(Counts counts) implements Finding {}

  /** The last one: nothing has been left out. */
  record Summary(Counts counts) implements Finding {}

  /**
   * What has been looked at and found so far.
   *
   * @param objects listed, unfinished uploads included
   * @param young of them, too young to be judged
   * @param orphans of them, nobody's
   * @param orphanBytes as far as the store says how large they are
   * @param deleted orphans that are gone now
   * @param images whose object was looked up
   * @param broken of them, without their bytes or with other ones
   * @param bytesRead from objects
   */
  record Counts(
      long objects,
      long young,
      long orphans,
      long orphanBytes,
      long deleted,
      long images,
      long broken,
      long bytesRead) {}
}
