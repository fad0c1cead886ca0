package io.vitrine.objectstore;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The unfinished upload at one key, as the store itself knows it: whoever has the key may go on
 * with it. Nothing is visible at the key until it completes. Blocks; every failure is an {@link
 * ObjectStoreException}, {@link Failure#MISSING} if the upload has ended meanwhile.
 */
public interface MultipartUpload {

  /**
   * A part that the store has.
   *
   * @param number from 1 on
   * @param size bytes
   * @param etag without quotes; two parts with equal bytes have the same
   */
  record Part(int number, long size, String etag) {}

  /** Begins the upload; for nothing that has begun already. */
  void begin();

  /** The parts that the store has, by number; empty if no upload has begun, or it has ended. */
  Optional<List<Part>> parts();

  /**
   * Stores one part, in place of an earlier one of that number.
   *
   * @param size bytes; S3 wants 5 MiB at least, except of the last
   * @param bytes opens them, once for each attempt
   */
  Part put(int number, long size, Supplier<? extends InputStream> bytes);

  /** Makes the object of these parts, all in order, visible. */
  void complete(List<Part> parts);

  /**
   * Where a client may PUT a part by itself, without a credential, until this much time is over.
   */
  URI urlOf(int number, Duration validity);
}
