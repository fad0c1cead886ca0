package io.vitrine.worker.importing;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.conversion.Conversion;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
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

  Blob to(Landing target) throws IOException, InterruptedException {
    heartbeat.enter(Phase.CONVERT);
    Conversion conversion = Converter.prepare(disk, plan.from(), plan.to(), heartbeat::advanced);
    room.require(what(), conversion.outputSize().orElse(0));
    return target.of(upload -> {
      Optional<DigestValues> digests = write(conversion, upload);
      long size = target.complete(upload, conversion.outputSize().orElse(upload.written()));
      return verify(target, conversion, size, digests);
    });
  }

  private String what() {
    return "The image as " + plan.to();
  }

  /** Digests what comes in order; what does not has to be read for that. */
  private Optional<DigestValues> write(Conversion conversion, ObjectUpload upload)
      throws IOException, InterruptedException {
    if (conversion.isInOrder()) {
      DigestingSink sink = new DigestingSink(upload, Digests.USUAL, heartbeat::moved);
      conversion.run(new RoomSink(sink, room, what()), heartbeat::advanced);
      return Optional.of(sink.finish());
    }
    UploadSink sink = new UploadSink(upload, heartbeat::moved);
    conversion.run(new RoomSink(sink, room, what()), heartbeat::advanced);
    return Optional.empty();
  }

  private Blob verify(
      Landing target, Conversion conversion, long size, Optional<DigestValues> known)
      throws IOException {
    heartbeat.enter(Phase.VERIFY);
    StoredSource landed = StoredSource.open(target.store(), target.key(), heartbeat::moved);
    if (landed.size() != size) {
      throw new IllegalStateException(
          "%d bytes were written, %d are in the store".formatted(size, landed.size()));
    }
    switch (FormatInspector.inspect(landed)) {
      case Inspection.Refused refused ->
          throw new RefusedImageException(Plan.cannotImport(refused.reason()));
      case Inspection.ToConvert found -> throw hidden(found.format());
      case Inspection.Accepted found when !isExpected(found.format()) ->
          throw hidden(found.format());
      case Inspection.Accepted _ -> {
        // It is what it should be.
      }
    }
    DigestValues digests =
        known.orElseGet(() ->
            Digests.of(
                target.store(), target.key(), size, Digests.USUAL, read -> heartbeat.moved()));
    return target.blob(size, digests, plan.to().diskFormat().wireName(), conversion.virtualSize());
  }

  private static RefusedImageException hidden(DiskFormat found) {
    return new RefusedImageException(
        "The disk in the image is itself an image (%s).".formatted(found));
  }

  private boolean isExpected(DiskFormat found) {
    DiskFormat written = plan.to().diskFormat();
    return written == DiskFormat.RAW ? INSIDE_A_DISK.contains(found) : written == found;
  }
}
