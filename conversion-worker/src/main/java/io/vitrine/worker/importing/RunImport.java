package io.vitrine.worker.importing;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.Stores;
import io.vitrine.worker.fetch.RemoteSources;
import io.vitrine.worker.importing.ImportSource.ExpectedDigest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Does one run, on the calling thread. An interrupt cancels it. */
@ApplicationScoped
public class RunImport {
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

  /** Leaves nothing in the stores but what it has told of. */
  public Outcome run(ImportJob job, Heartbeat heartbeat) {
    try {
      return switch (job.source()) {
        case ImportSource.Landed(Blob landed) ->
            bring(job, target -> landed, landed, heartbeat).run();
        case ImportSource.Staged(Blob staged) -> {
          heartbeat.enter(Phase.INSPECT);
          requireExpected(job, staged, heartbeat);
          yield goOn(job, staged, new ResultRoom(job, reservations, heartbeat), heartbeat);
        }
        case ImportSource.Web _, ImportSource.Glance _ ->
            fetch(job, new ResultRoom(job, reservations, heartbeat), heartbeat);
      };
    } catch (RefusedImageException e) {
      return new Outcome.Refused(e.reason());
    } catch (DiskFormatException e) {
      return new Outcome.Refused(Plan.cannotImport(String.valueOf(e.getMessage())));
    } catch (IOException
        | InterruptedException
        | ExecutionException
        | RuntimeException
        | OutOfMemoryError
        | StackOverflowError
        | LinkageError e) {
      // The store has tried again already where that helps. Whatever this is, it is not known to be
      // the image's fault.
      return new Outcome.Abandoned(e);
    }
  }

  private BringToStores bring(
      ImportJob job, BringToStores.First first, @Nullable Blob landed, Heartbeat heartbeat) {
    return new BringToStores(job, first, landed, stores, heartbeat, rules.verifyCopies());
  }

  private Outcome fetch(ImportJob job, ResultRoom room, Heartbeat heartbeat)
      throws IOException, InterruptedException, ExecutionException {
    Landing landing = new Landing(job.stages().getFirst(), stores, heartbeat);
    FetchRemote.Fetched fetched =
        new FetchRemote(job, landing, room, heartbeat, rules.decompress()).run(remote);
    heartbeat.tell(job.staged(fetched.blob(), fetched.described()));
    heartbeat.enter(Phase.INSPECT);
    return goOn(job.describedBy(fetched.described()), fetched.blob(), room, heartbeat);
  }

  /** The two digests that are known of staged bytes need no reading. */
  private void requireExpected(ImportJob job, Blob staged, Heartbeat heartbeat)
      throws RefusedImageException {
    if (job.expected().isEmpty()) {
      return;
    }
    ExpectedDigest expected = job.expected().get();
    String found =
        switch (expected.algorithm()) {
          case DigestValues.MD5 -> staged.checksum();
          case DigestValues.SECOND_ALGORITHM -> staged.osHashValue();
          case String other ->
              Digests.of(
                      stores.require(staged.store()),
                      new ObjectKey(staged.key()),
                      staged.size(),
                      Set.of(other),
                      read -> heartbeat.moved())
                  .of(other);
        };
    expected.require("the staged image", found);
  }

  /** From here on it is the same wherever the bytes came from. */
  private Outcome goOn(ImportJob job, Blob staged, ResultRoom room, Heartbeat heartbeat)
      throws IOException, InterruptedException, ExecutionException {
    StoredSource bytes = open(staged, heartbeat);
    Optional<UnpackDisk.Disk> unpacked =
        new UnpackDisk(job, stores, room, rules, heartbeat).run(staged, bytes);
    if (unpacked.isEmpty()) {
      return land(job, staged, bytes, room, heartbeat);
    }
    UnpackDisk.Disk disk = unpacked.get();
    heartbeat.tell(job.staged(disk.blob(), disk.described()));
    heartbeat.enter(Phase.INSPECT);
    return land(
        job.describedBy(disk.described()),
        disk.blob(),
        open(disk.blob(), heartbeat),
        room,
        heartbeat);
  }

  private StoredSource open(Blob blob, Heartbeat heartbeat) {
    return StoredSource.open(
        stores.require(blob.store()), new ObjectKey(blob.key()), heartbeat::moved);
  }

  private Outcome land(
      ImportJob job, Blob staged, StoredSource bytes, ResultRoom room, Heartbeat heartbeat)
      throws IOException, InterruptedException, ExecutionException {
    return switch (Plan.of(job, staged, bytes)) {
      case Plan.Refuse refuse -> new Outcome.Refused(refuse.reason());
      case Plan.Keep(Blob kept) ->
          bring(
                  job.beginningIn(kept.store()),
                  target -> keep(kept, target, heartbeat),
                  null,
                  heartbeat)
              .run();
      case Plan.Convert plan ->
          bring(
                  job,
                  target ->
                      new ConvertDisk(plan, bytes, room, heartbeat)
                          .to(new Landing(target, stores, heartbeat)),
                  null,
                  heartbeat)
              .run();
    };
  }

  /** What lies in the right store already is not moved. */
  private Blob keep(Blob kept, Blob.Copy target, Heartbeat heartbeat) {
    if (kept.store().equals(target.store())) {
      return kept;
    }
    heartbeat.enter(Phase.COPY);
    ObjectKey key = new ObjectKey(target.key());
    new StoreCopy(stores.require(target.store()), key, rules.verifyCopies(), heartbeat)
        .of(kept, stores.require(kept.store()), new ObjectKey(kept.key()));
    return kept.at(target);
  }
}
