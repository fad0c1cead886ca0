package io.vitrine.worker.importing;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.conversion.Conversion;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectUpload;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Converts a disk from one object into another. Nothing of it ever lies on a local disk. */
final class ConvertDisk {
  /** What a guest may have on its disk; anything else is an image hidden in an image. */
  private static final Set<DiskFormat> INSIDE_A_DISK =
      EnumSet.of(DiskFormat.RAW, DiskFormat.GPT, DiskFormat.ISO, DiskFormat.LUKS);

  private final Plan.Convert plan;
  private final StoredSource disk;
  private final ResultRoom room;
  private final Heartbeat heartbeat;

  ConvertDisk(Plan.Convert plan, StoredSource disk, ResultRoom room, Heartbeat heartbeat) {
    this.plan = plan;
    this.disk = disk;
    this.room = room;
    this.heartbeat = heartbeat;
  }

  Blob to(Blob.Copy target, ObjectStore store) throws IOException, InterruptedException {
    heartbeat.enter(Phase.CONVERT);
    Conversion conversion = Converter.prepare(disk, plan.from(), plan.to(), heartbeat::advanced);
    room.require(what(), conversion.outputSize().orElse(0));
    return Landing.at(
        store,
        new ObjectKey(target.key()),
        upload -> {
          Optional<DigestValues> digests = write(conversion, upload);
          heartbeat.enter(Phase.LAND);
          return verify(target, store, conversion, upload.complete(), digests);
        });
  }

  private String what() {
    return "The image as " + plan.to();
  }

  /** Digests what comes in order; what does not has to be read for that. */
  private Optional<DigestValues> write(Conversion conversion, ObjectUpload upload)
      throws IOException, InterruptedException {
    if (conversion.isInOrder()) {
      DigestingSink sink = new DigestingSink(upload, heartbeat::moved);
      conversion.run(new RoomSink(sink, room, what()), heartbeat::advanced);
      return Optional.of(sink.finish());
    }
    UploadSink sink = new UploadSink(upload, heartbeat::moved);
    conversion.run(new RoomSink(sink, room, what()), heartbeat::advanced);
    return Optional.empty();
  }

  private Blob verify(
      Blob.Copy target,
      ObjectStore store,
      Conversion conversion,
      long size,
      Optional<DigestValues> known)
      throws IOException {
    heartbeat.enter(Phase.VERIFY);
    ObjectKey key = new ObjectKey(target.key());
    StoredSource landed = StoredSource.open(store, key, heartbeat::moved);
    if (size != conversion.outputSize().orElse(size) || landed.size() != size) {
      throw new IllegalStateException(
          "of a result of %s bytes %d were written and %d are in the store"
              .formatted(conversion.outputSize(), size, landed.size()));
    }
    switch (FormatInspector.inspect(landed)) {
      case Inspection.Refused refused ->
          throw new RefusedImageException(Plan.cannotImport(refused.reason()));
      case Inspection.Accepted found when !isExpected(found.format()) ->
          throw new RefusedImageException(
              "The disk in the image is itself an image (%s).".formatted(found.format()));
      case Inspection.Accepted _ -> {
        // It is what it should be.
      }
    }
    DigestValues digests =
        known.orElseGet(() -> Digests.of(store, key, size, read -> heartbeat.moved()));
    return new Blob(
        target.store(),
        target.key(),
        size,
        digests.md5(),
        DigestValues.SECOND_ALGORITHM,
        digests.sha512(),
        plan.to().diskFormat().wireName(),
        conversion.virtualSize());
  }

  private boolean isExpected(DiskFormat found) {
    DiskFormat written = plan.to().diskFormat();
    return written == DiskFormat.RAW ? INSIDE_A_DISK.contains(found) : written == found;
  }
}
