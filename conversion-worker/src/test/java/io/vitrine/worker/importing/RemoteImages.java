package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.events.Cause;
import io.vitrine.remote.Network;
import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceRules;
import io.vitrine.remote.SourceRules.Choice;
import io.vitrine.worker.fetch.FetchLimits;
import io.vitrine.worker.fetch.ForwardProxy;
import io.vitrine.worker.fetch.RemoteSources;
import io.vitrine.worker.fetch.Resolver;
import io.vitrine.worker.fetch.SourceServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Images on somebody's server, and the runs that are to fetch them. */
final class RemoteImages {

  /** For tests in which nothing is fetched. */
  static final RemoteSources NOWHERE =
      sources(Set.of(80), List.of(), FetchLimits.Ahead.NONE, Optional.empty());

  static final Reservations NO_MORE_ROOM = (job, bytes) -> bytes;

  private RemoteImages() {}

  static RemoteSources on(SourceServer server) {
    return on(server, FetchLimits.Ahead.NONE);
  }

  static RemoteSources on(SourceServer server, FetchLimits.Ahead ahead) {
    return on(server, ahead, Optional.empty());
  }

  static RemoteSources behind(ForwardProxy proxy, SourceServer server) {
    return on(server, FetchLimits.Ahead.NONE, Optional.of(proxy));
  }

  private static RemoteSources on(
      SourceServer server, FetchLimits.Ahead ahead, Optional<ForwardProxy> proxy) {
    return sources(Set.of(server.port()), List.of(Network.of("127.0.0.1")), ahead, proxy);
  }

  private static RemoteSources sources(
      Set<Integer> ports,
      List<Network> networks,
      FetchLimits.Ahead ahead,
      Optional<ForwardProxy> proxy) {
    return new RemoteSources(
        new SourceRules(RemoteUrl.SCHEMES, Choice.any(), Choice.among(ports), networks, List.of()),
        Resolver.ofTheSystem(),
        proxy,
        new FetchLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            2,
            Duration.ZERO,
            1,
            Duration.ofHours(1),
            ahead));
  }

  static ImportJob job(
      String url,
      Optional<ImportSource.ExpectedDigest> expected,
      String declaredFormat,
      long maxSize) {
    return job(new ImportSource.Web(url(url)), expected, declaredFormat, "bare", maxSize);
  }

  /** An image of another image service, which says what it is. */
  static ImportJob ofGlance(String endpoint, UUID image) {
    return job(
        new ImportSource.Glance(url(endpoint), image, "secret"),
        Optional.empty(),
        null,
        null,
        1L << 30);
  }

  private static ImportJob job(
      ImportSource source,
      Optional<ImportSource.ExpectedDigest> expected,
      @Nullable String declaredFormat,
      @Nullable String containerFormat,
      long maxSize) {
    UUID imageId = UUID.randomUUID();
    UUID runId = UUID.randomUUID();
    return new ImportJob(
        UUID.randomUUID(),
        imageId,
        runId,
        Instant.EPOCH,
        Duration.ofSeconds(15),
        source,
        expected,
        declaredFormat,
        containerFormat,
        null,
        List.of(StagedImage.place(imageId, runId, "")),
        StagedImage.stages(imageId, runId),
        true,
        maxSize,
        Cause.request("req-test"),
        null);
  }

  /** The same for an image that is wrapped in something. */
  static ImportJob inContainer(String containerFormat, ImportJob job) {
    return like(job, containerFormat, job.targets(), job.allMustSucceed());
  }

  /** The same into another store, which may fail as far as the image is concerned. */
  static ImportJob to(String store, ImportJob job) {
    Blob.Copy target = new Blob.Copy(store, job.targets().getFirst().key());
    return like(job, job.containerFormat(), List.of(target), false);
  }

  private static ImportJob like(
      ImportJob job,
      @Nullable String containerFormat,
      List<Blob.Copy> targets,
      boolean allMustSucceed) {
    return new ImportJob(
        job.taskId(),
        job.imageId(),
        job.runId(),
        job.claimedAt(),
        job.lease(),
        job.source(),
        job.expected(),
        job.declaredFormat(),
        containerFormat,
        job.outputFormat(),
        targets,
        job.stages(),
        allMustSucceed,
        job.maxSize(),
        job.cause(),
        job.traceParent());
  }

  private static RemoteUrl url(String text) {
    try {
      return RemoteUrl.parse(text);
    } catch (RefusedSourceException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
