package io.vitrine.worker.importing;

import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import io.vitrine.events.Blob;
import io.vitrine.events.ImportRun.Unpacked;
import io.vitrine.packed.Packing;
import io.vitrine.worker.fetch.FetchException;
import io.vitrine.worker.fetch.ProxyAwayException;
import io.vitrine.worker.fetch.RemoteSources;
import io.vitrine.worker.fetch.RemoteStream;
import io.vitrine.worker.fetch.SourceRequest;
import io.vitrine.worker.importing.ImportSource.ExpectedDigest;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches an image into a store, once. Holds a few MiB, whatever the image's size. What is fetched
 * is judged as if somebody had staged it; only what cannot become right any more ends the fetch.
 */
final class FetchRemote {
  private static final int PIECE = 1 << 20;

  private final ImportJob job;
  private final Landing landing;
  private final ResultRoom room;
  private final Heartbeat heartbeat;
  private final boolean mayBePacked;

  private final FormatInspector inspector = new FormatInspector();

  /**
   * @param landing where to put it
   * @param mayBePacked whether the bytes may be a disk that has to be unpacked
   */
  FetchRemote(
      ImportJob job, Landing landing, ResultRoom room, Heartbeat heartbeat, boolean mayBePacked) {
    this.job = job;
    this.landing = landing;
    this.room = room;
    this.heartbeat = heartbeat;
    this.mayBePacked = mayBePacked;
  }

  /**
   * What is to be fetched.
   *
   * @param described what is known of it beside its bytes
   */
  record Origin(
      SourceRequest request, Optional<ExpectedDigest> expected, @Nullable Unpacked described) {}

  /** What was fetched, and what is known of it beside its bytes. */
  record Fetched(Blob blob, @Nullable Unpacked described) {}

  Fetched run(RemoteSources remote) throws IOException, InterruptedException {
    heartbeat.enter(Phase.FETCH);
    try {
      Origin origin = origin(remote);
      ImportJob described = job.describedBy(origin.described());
      String format = Objects.requireNonNull(described.declaredFormat());
      try (RemoteStream stream = remote.open(origin.request(), room.bytes(), room::beyond)) {
        Blob blob =
            landing.of(
                "the image at " + job.source(),
                format,
                origin.expected(),
                sink -> receive(stream, sink, described.isBare(), format));
        return new Fetched(blob, origin.described());
      }
    } catch (ProxyAwayException e) {
      // The image is not to blame for it.
      throw e;
    } catch (FetchException e) {
      throw new RefusedImageException(
          "%s cannot be fetched: %s".formatted(job.source(), e.reason()));
    }
  }

  private Origin origin(RemoteSources remote)
      throws FetchException, RefusedImageException, InterruptedException {
    return switch (job.source()) {
      case ImportSource.Web(var url) -> new Origin(SourceRequest.of(url), job.expected(), null);
      case ImportSource.Glance glance -> OtherGlance.look(remote, glance, job.expected());
      case ImportSource.Staged _, ImportSource.Landed _ ->
          throw new IllegalStateException(job.source() + " is not fetched");
    };
  }

  private void receive(RemoteStream bytes, DigestingSink sink, boolean isBare, String declared)
      throws FetchException, RefusedImageException, InterruptedException {
    byte[] piece = new byte[PIECE];
    int head = fillHead(bytes, piece);
    // What is packed is judged when it is unpacked.
    boolean judged = !isBare || (mayBePacked && Packing.of(piece, head).isPresent());
    for (int got = head; got >= 0; got = bytes.read(piece)) {
      if (!judged) {
        inspector.feed(piece, 0, got);
        judged = judgeEarly(declared);
      }
      sink.write(piece, 0, got);
      heartbeat.advanced(sink.taken(), bytes.announcedSize().orElse(0));
    }
  }

  /** So much that it shows what they are, however little a server sends at a time. */
  private static int fillHead(RemoteStream bytes, byte[] piece)
      throws FetchException, InterruptedException {
    int filled = 0;
    while (filled < Packing.HEAD_BYTES) {
      int got = bytes.read(piece, filled, piece.length - filled);
      if (got < 0) {
        break;
      }
      filled += got;
    }
    return filled;
  }

  /** Hours of fetching are not spent on what the first bytes speak against. */
  private boolean judgeEarly(String declared) throws RefusedImageException {
    Optional<Inspection> early = inspector.early(declared);
    if (early.isPresent()
        && Plan.judge(early.get(), declared) instanceof Inspection.Refused(String reason)) {
      throw new RefusedImageException(reason);
    }
    return early.isPresent();
  }
}
