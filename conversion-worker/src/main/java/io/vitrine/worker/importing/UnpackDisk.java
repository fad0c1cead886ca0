package io.vitrine.worker.importing;

import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.events.Blob;
import io.vitrine.events.ImportRun.Unpacked;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.packed.Limits;
import io.vitrine.packed.Ova;
import io.vitrine.packed.OvfProperties;
import io.vitrine.packed.Packing;
import io.vitrine.packed.UnpackedDisk;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a disk out of what it is packed in, from one object into another: conversion reads disks
 * here and there, and unpacking goes from front to back only.
 */
final class UnpackDisk {
  private static final int PIECE = 1 << 20;
  private static final String BARE = "bare";

  /** How large the disk may become, is a question of room, which is asked for bit by bit. */
  private static final long NO_OTHER_LIMIT = 1L << 62;

  /** Of the keys at which unpacked disks lie: what comes out is not unpacked again. */
  private static final String UNPACKED = "-unpacked";

  private final ImportJob job;
  private final Blob.Copy place;
  private final ObjectStore store;
  private final ResultRoom room;
  private final WorkerRules rules;
  private final Heartbeat heartbeat;

  UnpackDisk(
      ImportJob job,
      Blob.Copy place,
      ObjectStore store,
      ResultRoom room,
      WorkerRules rules,
      Heartbeat heartbeat) {
    this.job = job;
    this.place = place;
    this.store = store;
    this.room = room;
    this.rules = rules;
    this.heartbeat = heartbeat;
  }

  /** A disk that lay in something, and what that says of it. */
  record Disk(Blob blob, Unpacked described) {}

  /**
   * What has to be taken off the bytes: anything compressed where the image claims to be a bare
   * disk, and the OVA around a disk that is to be converted.
   */
  static Optional<Packing> packing(
      ImportJob job, Blob staged, RandomAccessSource bytes, WorkerRules rules) throws IOException {
    if (staged.key().endsWith(UNPACKED)) {
      return Optional.empty();
    }
    if (job.isBare()) {
      return rules.decompress()
          ? Packing.of(bytes).filter(packing -> packing != Packing.OVA)
          : Optional.empty();
    }
    boolean isOva = Packing.OVA.wireName().equals(job.containerFormat());
    return isOva && job.outputFormat() != null ? Optional.of(Packing.OVA) : Optional.empty();
  }

  Disk run(Packing packing, RandomAccessSource packed) throws IOException, InterruptedException {
    heartbeat.enter(Phase.DECOMPRESS);
    String format = Objects.requireNonNull(job.declaredFormat());
    return packing == Packing.OVA
        ? extract(Ova.open(packed), format)
        : decompress(packing, packed, format);
  }

  private Disk decompress(Packing packing, RandomAccessSource packed, String format)
      throws IOException, InterruptedException {
    Limits limits = new Limits(NO_OTHER_LIMIT, rules.mostUnpackedPerByte());
    try (UnpackedDisk disk = UnpackedDisk.open(packing, packed, limits)) {
      Blob blob =
          land(
              format,
              null,
              (piece, done) -> {
                heartbeat.advanced(disk.packedBytes(), packed.size());
                return disk.read(piece);
              });
      return new Disk(blob, new Unpacked(BARE, format, 0, 0, Map.of()));
    }
  }

  private Disk extract(Ova ova, String format) throws IOException, InterruptedException {
    RandomAccessSource disk = ova.disk();
    Blob blob =
        land(
            format,
            ova.digest().orElse(null),
            (piece, done) -> {
              heartbeat.advanced(done, disk.size());
              int length = (int) Math.min(piece.length, disk.size() - done);
              disk.readFully(done, piece, 0, length);
              return length == 0 ? -1 : length;
            });
    OvfProperties properties = ova.properties();
    return new Disk(
        blob,
        new Unpacked(
            BARE,
            format,
            properties.minDisk().orElse(0),
            properties.minRam().orElse(0),
            properties.custom()));
  }

  /** The bytes of a disk, piece by piece. */
  @FunctionalInterface
  private interface Pieces {
    /**
     * Fills some of the piece.
     *
     * @param done how many bytes came before
     * @return how many; -1 at the end
     */
    int next(byte[] piece, long done) throws IOException;
  }

  private Blob land(String format, Ova.@Nullable Digest expected, Pieces pieces)
      throws IOException, InterruptedException {
    return Landing.at(
        store, new ObjectKey(place.key()), upload -> land(format, expected, pieces, upload));
  }

  private Blob land(
      String format, Ova.@Nullable Digest expected, Pieces pieces, ObjectUpload upload)
      throws IOException, InterruptedException {
    DigestingSink sink = new DigestingSink(upload, heartbeat::moved);
    @Nullable MessageDigest asked = expected == null ? null : digest(expected.algorithm());
    byte[] piece = new byte[PIECE];
    long done = 0;
    for (int got = pieces.next(piece, done); got >= 0; got = pieces.next(piece, done)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      done += got;
      room.require("The disk that is packed in it", done);
      if (asked != null) {
        asked.update(piece, 0, got);
      }
      sink.write(piece, 0, got);
    }
    if (expected != null && asked != null && !expected.hex().equals(NamedDigest.hex(asked))) {
      throw new RefusedImageException("The disk in the OVA is not what its manifest says.");
    }
    DigestValues digests = sink.finish();
    heartbeat.enter(Phase.LAND);
    long size = upload.complete();
    if (size != done) {
      throw new IllegalStateException(
          "%d bytes came out, %d are in the store".formatted(done, size));
    }
    return new Blob(
        place.store(),
        place.key(),
        size,
        digests.md5(),
        DigestValues.SECOND_ALGORITHM,
        digests.sha512(),
        format,
        null);
  }

  private static MessageDigest digest(String javaName) {
    try {
      return MessageDigest.getInstance(javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("an OVA names only digests that there are", e);
    }
  }
}
