package io.vitrine.worker.importing;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.conversion.Conversion;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.conversion.LimitedSink;
import io.vitrine.diskformats.conversion.OutputFormat;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.Stores;
import io.vitrine.worker.fetch.RemoteSources;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Does one run, on the calling thread. An interrupt cancels it. */
@ApplicationScoped
public class RunImport {
  /** What a guest may have on its disk; anything else is an image hidden in an image. */
  private static final Set<DiskFormat> INSIDE_A_DISK =
      EnumSet.of(DiskFormat.RAW, DiskFormat.GPT, DiskFormat.ISO, DiskFormat.LUKS);

  private final Stores stores;
  private final RemoteSources remote;
  private final Reservations reservations;
  private final WorkerRules rules;

  public RunImport(
      Stores stores, RemoteSources remote, Reservations reservations, WorkerRules rules) {
    this.stores = stores;
    this.remote = remote;
    this.reservations = reservations;
    this.rules = rules;
  }

  /** Leaves something at the run's target key only if the outcome is {@link Outcome.Landed}. */
  public Outcome run(ImportJob job, Heartbeat heartbeat) {
    try {
      return switch (job.source()) {
        case ImportSource.Staged(Blob staged) -> importStaged(job, staged, heartbeat);
        case ImportSource.Copy copy ->
            new CopyImage(job, copy, stores, heartbeat, rules.verifyCopies()).run();
        case ImportSource.Remote source ->
            new FetchRemote(job, source, store(job.store()), heartbeat).run(remote, reservations);
      };
    } catch (DiskFormatException e) {
      return new Outcome.Refused(Plan.cannotImport(String.valueOf(e.getMessage())));
    } catch (IOException
        | InterruptedException
        | ExecutionException
        | RuntimeException
        | OutOfMemoryError e) {
      // The store has tried again already where that helps. Whatever this is, it is not known to be
      // the image's fault.
      return new Outcome.Abandoned(e);
    }
  }

  private Outcome importStaged(ImportJob job, Blob staged, Heartbeat heartbeat)
      throws IOException, InterruptedException {
    heartbeat.enter(Phase.INSPECT);
    StoredSource bytes =
        StoredSource.open(store(staged.store()), new ObjectKey(staged.key()), heartbeat::moved);
    return switch (Plan.of(job, staged, bytes)) {
      case Plan.Keep keep -> new Outcome.Landed(keep.blob());
      case Plan.Refuse refuse -> new Outcome.Refused(refuse.reason());
      case Plan.Convert plan -> convert(job, plan, bytes, heartbeat);
    };
  }

  private Outcome convert(
      ImportJob job, Plan.Convert plan, StoredSource staged, Heartbeat heartbeat)
      throws IOException, InterruptedException {
    heartbeat.enter(Phase.CONVERT);
    Conversion conversion = Converter.prepare(staged, plan.from(), plan.to(), heartbeat::advanced);
    long known = conversion.outputSize().orElse(0);
    if (known > job.maxSize()) {
      return new Outcome.Refused(
          "As %s the image would have %d bytes, but %d are the most allowed."
              .formatted(plan.to(), known, job.maxSize()));
    }
    return Landing.of(
        job,
        store(job.store()),
        upload -> {
          Optional<DigestValues> digests = write(job, conversion, upload, heartbeat);
          heartbeat.enter(Phase.LAND);
          return verify(job, plan.to(), conversion, upload.complete(), digests, heartbeat);
        });
  }

  /** Digests what comes in order; what does not has to be read for that. */
  private static Optional<DigestValues> write(
      ImportJob job, Conversion conversion, ObjectUpload upload, Heartbeat heartbeat)
      throws IOException, InterruptedException {
    if (conversion.isInOrder()) {
      DigestingSink sink = new DigestingSink(upload, heartbeat::moved);
      conversion.run(new LimitedSink(sink, job.maxSize()), heartbeat::advanced);
      return Optional.of(sink.finish());
    }
    UploadSink sink = new UploadSink(upload, heartbeat::moved);
    conversion.run(new LimitedSink(sink, job.maxSize()), heartbeat::advanced);
    return Optional.empty();
  }

  private Outcome verify(
      ImportJob job,
      OutputFormat format,
      Conversion conversion,
      long size,
      Optional<DigestValues> known,
      Heartbeat heartbeat)
      throws IOException {
    ObjectStore store = store(job.store());
    StoredSource landed = StoredSource.open(store, job.target(), heartbeat::moved);
    if (size != conversion.outputSize().orElse(size) || landed.size() != size) {
      throw new IllegalStateException(
          "of a result of %s bytes %d were written and %d are in the store"
              .formatted(conversion.outputSize(), size, landed.size()));
    }
    return switch (FormatInspector.inspect(landed)) {
      case Inspection.Refused refused -> new Outcome.Refused(Plan.cannotImport(refused.reason()));
      case Inspection.Accepted found when !isExpected(format, found.format()) ->
          new Outcome.Refused(
              "The disk in the image is itself an image (%s).".formatted(found.format()));
      case Inspection.Accepted _ -> {
        DigestValues digests =
            known.orElseGet(() -> Digests.of(store, job.target(), size, read -> heartbeat.moved()));
        yield new Outcome.Landed(
            new Blob(
                job.store(),
                job.target().value(),
                size,
                digests.md5(),
                DigestValues.SECOND_ALGORITHM,
                digests.sha512(),
                format.diskFormat().wireName(),
                conversion.virtualSize()));
      }
    };
  }

  private static boolean isExpected(OutputFormat written, DiskFormat found) {
    return written == OutputFormat.RAW
        ? INSIDE_A_DISK.contains(found)
        : written.diskFormat() == found;
  }

  private ObjectStore store(String name) {
    return stores
        .named(name)
        .orElseThrow(() ->
            new ObjectStoreException(
                Failure.REFUSED, "no store is named " + name + " in this worker", null));
  }
}
