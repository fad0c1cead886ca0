package io.vitrine.worker.importing;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.conversion.Conversion;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.Stores;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jboss.logging.Logger;

/** Does one run, on the calling thread. An interrupt cancels it. */
@ApplicationScoped
public class RunImport {
  private static final Logger LOG = Logger.getLogger(RunImport.class);

  /** What a guest may have on its disk; anything else is an image hidden in an image. */
  private static final Set<DiskFormat> INSIDE_A_DISK =
      EnumSet.of(DiskFormat.RAW, DiskFormat.GPT, DiskFormat.ISO, DiskFormat.LUKS);

  private final Stores stores;

  public RunImport(Stores stores) {
    this.stores = stores;
  }

  /** Leaves something at the run's target key only if the outcome is {@link Outcome.Landed}. */
  public Outcome run(ImportJob job, Heartbeat heartbeat) {
    try {
      heartbeat.enter(Phase.INSPECT);
      StoredSource staged =
          StoredSource.open(
              store(job.source().store()), new ObjectKey(job.source().key()), heartbeat::moved);
      return switch (Plan.of(job, staged)) {
        case Plan.Keep keep -> new Outcome.Landed(keep.blob());
        case Plan.Refuse refuse -> new Outcome.Refused(refuse.reason());
        case Plan.Convert plan -> convert(job, plan, staged, heartbeat);
      };
    } catch (DiskFormatException e) {
      return new Outcome.Refused(Plan.cannotImport(String.valueOf(e.getMessage())));
    } catch (IOException | InterruptedException | RuntimeException | OutOfMemoryError e) {
      // The store has tried again already where that helps. Whatever this is, it is not known to be
      // the image's fault.
      return new Outcome.Abandoned(e);
    }
  }

  private Outcome convert(
      ImportJob job, Plan.Convert plan, StoredSource staged, Heartbeat heartbeat)
      throws IOException, InterruptedException {
    heartbeat.enter(Phase.CONVERT);
    Conversion conversion = Converter.prepare(staged, plan.from(), plan.to(), heartbeat::advanced);
    if (conversion.outputSize() > job.maxSize()) {
      return new Outcome.Refused(
          "As %s the image would have %d bytes, but %d are the most allowed."
              .formatted(plan.to(), conversion.outputSize(), job.maxSize()));
    }
    ObjectStore store = store(job.store());
    ObjectUpload upload = store.begin(job.target());
    boolean landed = false;
    try {
      DigestingSink sink = new DigestingSink(upload, heartbeat::moved);
      conversion.run(sink, heartbeat::advanced);
      DigestValues digests = sink.finish();
      heartbeat.enter(Phase.LAND);
      long size = upload.complete();
      Outcome outcome = verify(job, plan.to(), conversion, size, digests, heartbeat);
      landed = outcome instanceof Outcome.Landed;
      return outcome;
    } finally {
      if (!landed) {
        leaveNothing(store, upload, job);
      }
    }
  }

  private Outcome verify(
      ImportJob job,
      DiskFormat format,
      Conversion conversion,
      long size,
      DigestValues digests,
      Heartbeat heartbeat)
      throws IOException {
    StoredSource landed = StoredSource.open(store(job.store()), job.target(), heartbeat::moved);
    if (size != conversion.outputSize() || landed.size() != size) {
      throw new IllegalStateException(
          "the result should have %d bytes, %d were written and %d are in the store"
              .formatted(conversion.outputSize(), size, landed.size()));
    }
    return switch (FormatInspector.inspect(landed)) {
      case Inspection.Refused refused -> new Outcome.Refused(Plan.cannotImport(refused.reason()));
      case Inspection.Accepted found when !isExpected(format, found.format()) ->
          new Outcome.Refused(
              "The disk in the image is itself an image (%s).".formatted(found.format()));
      case Inspection.Accepted _ ->
          new Outcome.Landed(
              new Blob(
                  job.store(),
                  job.target().value(),
                  size,
                  digests.md5(),
                  DigestValues.SECOND_ALGORITHM,
                  digests.sha512(),
                  format.wireName(),
                  conversion.virtualSize()));
    };
  }

  private static boolean isExpected(DiskFormat written, DiskFormat found) {
    return written == DiskFormat.RAW ? INSIDE_A_DISK.contains(found) : written == found;
  }

  /** Comes before any report, so that a reported failure has left nothing behind. */
  private static void leaveNothing(ObjectStore store, ObjectUpload upload, ImportJob job) {
    // A cancelled run arrives here interrupted, which would end these calls, too.
    boolean interrupted = Thread.interrupted();
    try {
      upload.abort();
      store.release(job.target());
    } catch (RuntimeException e) {
      LOG.warnf(e, "Something may be left at %s; the registry has it released", job.target());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ObjectStore store(String name) {
    return stores
        .named(name)
        .orElseThrow(() ->
            new ObjectStoreException(
                Failure.REFUSED, "no store is named " + name + " in this worker", null));
  }
}
