package io.vitrine.worker.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import io.vitrine.worker.fetch.ForwardProxy;
import io.vitrine.worker.fetch.RemoteSources;
import io.vitrine.worker.fetch.SourceServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of runs that come to nothing for no fault of the image. */
class BlameTest {
  private static final byte[] DISK = SampleImages.disk(5_000_192);

  private final InMemoryObjectStore primary = new InMemoryObjectStore("primary");
  private final InMemoryObjectStore cold = new InMemoryObjectStore("cold");
  private final RecordedReports reports = new RecordedReports();
  private final SourceServer server = new SourceServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void namesTheStoreThatDoesNotTakeWhatIsFetched() {
    // Given
    server.file("/a", DISK);
    primary.failUploadsAfter(2_000_000, Failure.FULL);

    // When
    Throwable cause = abandoned(fetching(), primary, RemoteImages.on(server));

    // Then
    assertThat(Blame.store(cause)).contains("primary");
    assertThat(Blame.of(cause)).isEqualTo("A store is full.");
  }

  @Test
  void namesTheStoreThatDoesNotGiveWhatItHas() {
    // Given
    ImportJob job = StagedImage.in(primary, SampleImages.qcow2(DISK), "qcow2").to("raw");
    ObjectStore away = new InterceptedStore(primary, () -> {}, BlameTest::fail);

    // When
    Throwable cause = abandoned(RemoteImages.to("cold", job), away, RemoteImages.NOWHERE);

    // Then
    assertThat(Blame.store(cause)).contains("primary");
  }

  @Test
  void namesTheStoreThatStopsGivingAndNotTheOneThatIsWrittenTo() {
    // Given
    ImportJob job = StagedImage.in(primary, SampleImages.qcow2(DISK), "qcow2").to("raw");
    ObjectStore goingAway =
        new InterceptedStore(
            primary,
            () -> {},
            () -> {
              if (reports.phases().contains("convert")) {
                fail();
              }
            });

    // When
    Throwable cause = abandoned(RemoteImages.to("cold", job), goingAway, RemoteImages.NOWHERE);

    // Then
    assertThat(Blame.store(cause)).contains("primary");
    assertThat(cold.keys()).isEmpty();
  }

  @Test
  void namesAStoreThatIsNotKnownHere() {
    // Given
    server.file("/a", DISK);
    ImportJob job = fetching();

    // When
    Outcome outcome =
        new RunImport(
                new Stores(Map.of("cold", cold)),
                RemoteImages.on(server),
                RemoteImages.NO_MORE_ROOM,
                StagedImage.RULES)
            .run(job, new Heartbeat(job, reports, () -> 0, () -> {}, (phase, bytes) -> {}));

    // Then
    assertThat(Blame.store(((Outcome.Abandoned) outcome).cause())).contains("primary");
  }

  @Test
  void blamesNoStoreForABug() {
    assertThat(Blame.store(new IllegalStateException("a bug"))).isEmpty();
  }

  @Test
  void blamesNotTheSourceForAProxyThatIsAway() throws IOException {
    // Given
    server.file("/a", DISK);
    URI nobody = URI.create("http://127.0.0.1:%d".formatted(unusedPort()));

    // When
    Throwable cause =
        abandoned(fetching(), primary, RemoteImages.behind(ForwardProxy.at(nobody), server));

    // Then
    assertThat(Blame.of(cause)).isEqualTo("The proxy to the outside cannot be reached.");
    assertThat(server.seen()).isEmpty();
    assertThat(primary.keys()).isEmpty();
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static void fail() {
    throw new ObjectStoreException(Failure.UNAVAILABLE, "told to fail", null);
  }

  private ImportJob fetching() {
    return RemoteImages.job(server.url("/a"), Optional.empty(), "raw", 1L << 30);
  }

  /** The same with its result in another store. */
  private Throwable abandoned(ImportJob job, ObjectStore in, RemoteSources remote) {
    Outcome outcome =
        new RunImport(
                new Stores(Map.of("primary", in, "cold", cold)),
                remote,
                RemoteImages.NO_MORE_ROOM,
                StagedImage.RULES)
            .run(job, new Heartbeat(job, reports, () -> 0, () -> {}, (phase, bytes) -> {}));
    assertThat(outcome).isInstanceOf(Outcome.Abandoned.class);
    return ((Outcome.Abandoned) outcome).cause();
  }
}
