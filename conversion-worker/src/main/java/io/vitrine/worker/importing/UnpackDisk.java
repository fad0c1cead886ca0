package io.vitrine.worker.importing;

import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.events.Blob;
import io.vitrine.events.ImportRun.Staged;
import io.vitrine.events.ImportRun.Unpacked;
import io.vitrine.objectstore.Stores;
import io.vitrine.packed.Limits;
import io.vitrine.packed.Ova;
import io.vitrine.packed.OvfProperties;
import io.vitrine.packed.Packing;
import io.vitrine.packed.UnpackedDisk;
import io.vitrine.worker.importing.ImportSource.ExpectedDigest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Takes a disk out of what it is packed in, from one object into another, in which conversion can
 * then read here and there. That of an OVA could be read so where it is; it is copied as well, so
 * that it is held against the manifest before anything is made of it, and that a run that comes
 * after this one finds a bare disk whatever it lay in.
 */
final class UnpackDisk {
  private static final int PIECE = 1 << 20;
  private static final String BARE = "bare";
  private static final String OVA = "ova";

  /** How large the disk may become, is a question of room, which is asked for bit by bit. */
  private static final long NO_OTHER_LIMIT = 1L << 62;

  private final ImportJob job;
  private final Stores stores;
  private final ResultRoom room;
  private final WorkerRules rules;
  private final Heartbeat heartbeat;

  UnpackDisk(
      ImportJob job, Stores stores, ResultRoom room, WorkerRules rules, Heartbeat heartbeat) {
    this.job = job;
    this.stores = stores;
    this.room = room;
    this.rules = rules;
    this.heartbeat = heartbeat;
  }

  /** A disk that lay in something, and what that says of it. */
  record Disk(Blob blob, Unpacked described) {}

  /**
   * Takes off the bytes what has to be: anything compressed where the image claims to be a bare
   * disk, and the OVA around a disk that is to be converted. What comes out is not unpacked again.
   *
   * @return empty where the bytes stay what they are
   */
  Optional<Disk> run(Blob staged, RandomAccessSource bytes)
      throws IOException, InterruptedException {
    if (staged.key().endsWith(Staged.UNPACKED)) {
      return Optional.empty();
    }
    if (OVA.equals(job.containerFormat()) && job.outputFormat() != null) {
      return Optional.of(extract(bytes));
    }
    if (!job.isBare() || !rules.decompress()) {
      return Optional.empty();
    }
    Optional<Packing> packing = Packing.of(bytes);
    return packing.isPresent() ? Optional.of(decompress(packing.get(), bytes)) : Optional.empty();
  }

  private Disk decompress(Packing packing, RandomAccessSource packed)
      throws IOException, InterruptedException {
    heartbeat.enter(Phase.DECOMPRESS);
    Limits limits = new Limits(NO_OTHER_LIMIT, rules.mostUnpackedPerByte());
    try (UnpackedDisk disk = UnpackedDisk.open(packing, packed, limits)) {
      Blob blob =
          land(
              disk,
              Optional.empty(),
              done -> heartbeat.advanced(disk.packedBytes(), packed.size()));
      return new Disk(blob, new Unpacked(BARE, format(), 0, 0, Map.of()));
    }
  }

  private Disk extract(RandomAccessSource packed) throws IOException, InterruptedException {
    heartbeat.enter(Phase.DECOMPRESS);
    Ova ova = Ova.open(packed);
    Optional<ExpectedDigest> expected =
        ova.digest().map(it -> new ExpectedDigest(it.algorithm(), it.hex(), "its manifest"));
    long size = ova.disk().size();
    try (InputStream disk = ova.stream()) {
      Blob blob = land(disk, expected, done -> heartbeat.advanced(done, size));
      OvfProperties properties = ova.properties();
      return new Disk(
          blob,
          new Unpacked(
              BARE,
              format(),
              properties.minDisk().orElse(0),
              properties.minRam().orElse(0),
              properties.custom()));
    }
  }

  private String format() {
    return Objects.requireNonNull(job.declaredFormat());
  }

  /**
   * @param progress is told of the bytes that have come
   */
  private Blob land(InputStream disk, Optional<ExpectedDigest> expected, LongConsumer progress)
      throws IOException, InterruptedException {
    return new Landing(job.stages().getLast(), stores, heartbeat)
        .of(
            "the disk that is packed in it",
            format(),
            expected,
            sink -> {
              byte[] piece = new byte[PIECE];
              for (int got = disk.read(piece); got >= 0; got = disk.read(piece)) {
                if (Thread.interrupted()) {
                  throw new InterruptedException();
                }
                room.require("The disk that is packed in it", sink.taken() + got);
                sink.write(piece, 0, got);
                progress.accept(sink.taken());
              }
            });
  }
}
