package io.vitrine.store.upload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.vitrine.identity.Caller;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.store.RegistryProblem;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.UploadBody.CutException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReceiveImageTest {
  private static final String IMAGE = "8b7f2c1e-5a39-4a55-9a6e-0d3c2b1a4f5e";
  private static final Requester WHO =
      new Requester("token", null, new Caller("user-1", "demo", Set.of()), "req-1");

  private final FakeRegistry registry = new FakeRegistry();
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final ReceiveImage.Patience patience =
      new ReceiveImage.Patience(Duration.ofMillis(50), Duration.ofMillis(50));
  private final ReceiveImage receive =
      new ReceiveImage(
          registry,
          registry,
          registry,
          new Stores(Map.of("primary", store)),
          new SettleUpload(registry, registry, patience),
          patience);

  @Test
  void storesTheBytesAndReturnsWhenTheRegistryHasAdoptedThem() throws Exception {
    // Given
    byte[] image = noise(3 * Chunks.SIZE + 1);

    // When
    upload(image, OptionalLong.empty());

    // Then
    assertThat(store.content(store.keys().iterator().next())).isEqualTo(image);
    assertThat(registry.facts).containsExactly("stored");
    StoredBlob blob = registry.blobs.getFirst();
    assertThat(blob.size()).isEqualTo(image.length);
    assertThat(blob.diskFormat()).isEqualTo("raw");
    assertThat(blob.digests().md5()).isEqualTo(hex("MD5", image));
    assertThat(blob.digests().sha512()).isEqualTo(hex("SHA-512", image));
  }

  @Test
  void storesAnEmptyImage() {
    upload(new byte[0], OptionalLong.of(0));

    assertThat(registry.blobs.getFirst().size()).isZero();
  }

  @Test
  void leavesNothingWhenTheClientIsCutOff() {
    // Given
    byte[] image = noise(2 * Chunks.SIZE);
    AtomicLong sent = new AtomicLong();
    UploadBody cut =
        into -> {
          if (sent.addAndGet(into.length) > image.length) {
            throw new CutException("the client is gone");
          }
          return into.length;
        };

    // When
    assertThatExceptionOfType(CutException.class)
        .isThrownBy(() -> receive(Purpose.UPLOAD, OptionalLong.empty(), cut));

    // Then
    assertThat(store.keys()).isEmpty();
    assertThat(registry.facts).containsExactly("failed: the client is gone");
  }

  @Test
  void refusesLessThanWasAnnounced() {
    assertThat(problemOf(noise(10), OptionalLong.of(11)))
        .isEqualTo(new UploadProblem.SizeMismatch(11, 10));
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void refusesMoreThanWasAnnouncedWithoutWaitingForTheEnd() {
    // Given
    Endless endless = new Endless();

    // When
    Problem problem = problemOf(endless, OptionalLong.of(10), Purpose.UPLOAD);

    // Then
    assertThat(problem).isInstanceOf(UploadProblem.SizeMismatch.class);
    assertThat(endless.given).hasValue(Chunks.SIZE);
    assertThat(store.keys()).isEmpty();
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-003")
  void refusesMoreThanIsAllowed() {
    // Given
    registry.maxSize = 2L * Chunks.SIZE;

    // When
    Problem problem = problemOf(new Endless(), OptionalLong.empty(), Purpose.UPLOAD);

    // Then
    assertThat(problem).isEqualTo(new UploadProblem.TooLarge(2L * Chunks.SIZE));
    assertThat(registry.facts).hasSize(1).first().asString().startsWith("failed: ");
  }

  @Test
  void goesOnWhenTheRegistryGivesMoreRoom() {
    // Given
    registry.maxSize = 2L * Chunks.SIZE;
    registry.extensions.addAll(List.of(3L * Chunks.SIZE, 5L * Chunks.SIZE));
    Endless endless = new Endless();

    // When
    Problem problem = problemOf(endless, OptionalLong.empty(), Purpose.UPLOAD);

    // Then
    assertThat(problem).isEqualTo(new UploadProblem.TooLarge(5L * Chunks.SIZE));
    assertThat(endless.given).hasValue(6L * Chunks.SIZE);
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void refusesAnotherFormatThanDeclaredByTheFirstBytes() {
    // Given
    registry.diskFormat = Optional.of("qcow2");
    Endless zeros = new Endless();

    // When
    Problem problem = problemOf(zeros, OptionalLong.empty(), Purpose.UPLOAD);

    // Then
    assertThat(problem).isInstanceOf(UploadProblem.FormatRefused.class);
    assertThat(zeros.given).hasValue(Chunks.SIZE);
  }

  @Test
  void refusesAnotherFormatThanDeclaredInAnImageTooSmallToTellEarly() {
    registry.diskFormat = Optional.of("qcow2");

    assertThat(problemOf(noise(100), OptionalLong.empty()))
        .isInstanceOf(UploadProblem.FormatRefused.class);
  }

  @Test
  void refusesAVhdxWithChangesInItsLog() {
    registry.diskFormat = Optional.of("vhdx");

    assertThat(problemOf(unclosedVhdx(), OptionalLong.empty()))
        .isInstanceOf(UploadProblem.FormatRefused.class);
  }

  @Test
  void stagesAVhdxWithChangesInItsLogForAnImport() {
    // Given
    registry.diskFormat = Optional.of("vhdx");

    // When
    receive(Purpose.STAGE, OptionalLong.empty(), body(unclosedVhdx()));

    // Then
    assertThat(registry.facts).containsExactly("stored");
  }

  private static byte[] unclosedVhdx() {
    int header = 64 << 10;
    ByteBuffer image = ByteBuffer.allocate(2 << 20).put("vhdxfile".getBytes(US_ASCII));
    image.put(header, "head".getBytes(US_ASCII)).put(header + 48, (byte) 1);
    CRC32C sum = new CRC32C();
    sum.update(image.array(), header, 4096);
    return image.order(ByteOrder.LITTLE_ENDIAN).putInt(header + 4, (int) sum.getValue()).array();
  }

  @Test
  void doesNotJudgeStagedData() {
    // Given
    registry.diskFormat = Optional.of("qcow2");

    // When
    receive(Purpose.STAGE, OptionalLong.empty(), body(noise(100)));

    // Then
    assertThat(registry.facts).containsExactly("stored");
  }

  @Test
  void doesNotJudgeWhatIsInsideAContainer() {
    // Given
    registry.diskFormat = Optional.of("qcow2");
    registry.containerFormat = Optional.of("ovf");

    // When
    upload(noise(100), OptionalLong.empty());

    // Then
    assertThat(registry.facts).containsExactly("stored");
  }

  @Test
  void saysThatAStoreIsAwayAndGivesUpTheUpload() {
    // Given
    store.failUploadsAfter(Chunks.SIZE, Failure.UNAVAILABLE);

    // When
    Problem problem = problemOf(new Endless(), OptionalLong.empty(), Purpose.UPLOAD);

    // Then
    assertThat(problem).isEqualTo(new UploadProblem.StoreUnavailable("primary"));
    assertThat(registry.facts).containsExactly("failed: the store failed: UNAVAILABLE");
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void saysThatAStoreIsFull() {
    store.failUploadsAfter(0, Failure.FULL);

    assertThat(problemOf(noise(1), OptionalLong.empty())).isEqualTo(new UploadProblem.StoreFull());
  }

  @Test
  void keepsTheBytesWhenTheRegistryIsSilent() {
    // Given
    registry.silent = true;

    // When
    Problem problem = problemOf(noise(10), OptionalLong.empty());

    // Then
    assertThat(problem).isEqualTo(new UploadProblem.Unconfirmed());
    assertThat(store.keys()).hasSize(1);
    assertThat(registry.facts).containsExactly("stored");
  }

  @Test
  void asksTheRegistryWhenItsWordWasMissed() {
    // Given
    registry.silent = true;
    registry.adopts = true;

    // When
    upload(noise(10), OptionalLong.empty());

    // Then
    assertThat(store.keys()).hasSize(1);
  }

  @Test
  void keepsTheBytesWhenNobodyKnowsWhetherTheFactWasSent() {
    // Given
    registry.brokerAway = true;

    // When
    Problem problem = problemOf(noise(10), OptionalLong.empty());

    // Then
    assertThat(problem).isEqualTo(new UploadProblem.Unconfirmed());
    assertThat(store.keys()).hasSize(1);
    assertThat(registry.facts).isEmpty();
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-003")
  void stopsWhenTheImageIsDeleted() {
    // Given
    registry.decide(new ImageNews.End.ImageDeleted());

    // When
    Problem problem = problemOf(new Endless(), OptionalLong.empty(), Purpose.UPLOAD);

    // Then
    assertThat(problem).isEqualTo(new UploadProblem.ImageGone());
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void stopsWhenTheLeaseIsLost() {
    // Given
    registry.decide(new ImageNews.End.GivenUp("its lease ran out"));

    // When
    Problem problem = problemOf(new Endless(), OptionalLong.empty(), Purpose.UPLOAD);

    // Then
    assertThat(problem).isEqualTo(new UploadProblem.LeaseLost("its lease ran out"));
  }

  @Test
  void saysThatTheImageIsGoneWhenMoreRoomIsRefusedBeforeTheWordComes() {
    // Given
    registry.maxSize = 2L * Chunks.SIZE;
    registry.onExtend =
        () -> {
          registry.decide(new ImageNews.End.ImageDeleted());
          throw new RegistryProblem.Refused(ProblemKind.CONFLICT, "not held").asException();
        };

    // When
    Problem problem = problemOf(new Endless(), OptionalLong.empty(), Purpose.UPLOAD);

    // Then
    assertThat(problem).isEqualTo(new UploadProblem.ImageGone());
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void saysThatTheUploadIsGivenUpWhenMoreRoomIsRefusedAndNoWordComes() {
    // Given
    registry.maxSize = 2L * Chunks.SIZE;
    registry.onExtend =
        () -> {
          throw new RegistryProblem.Refused(ProblemKind.CONFLICT, "not held").asException();
        };

    // When
    Problem problem = problemOf(new Endless(), OptionalLong.empty(), Purpose.UPLOAD);

    // Then
    assertThat(problem).isInstanceOf(UploadProblem.LeaseLost.class);
  }

  @Test
  void renewsTheLeaseWhileTheClientIsSlow() throws Exception {
    // Given
    registry.lease = Duration.ofMillis(3);
    CountDownLatch renewed = new CountDownLatch(1);
    UploadBody slow =
        into -> {
          try {
            renewed.await();
            return 0;
          } catch (InterruptedException e) {
            throw new CutException("interrupted");
          }
        };

    // When
    Thread upload =
        Thread.ofVirtual().start(() -> receive(Purpose.UPLOAD, OptionalLong.empty(), slow));

    // Then
    await().until(() -> registry.facts.contains("progressed"));
    renewed.countDown();
    upload.join();
    assertThat(registry.facts).contains("stored");
  }

  private void upload(byte[] image, OptionalLong announced) {
    receive(Purpose.UPLOAD, announced, body(image));
  }

  private void receive(Purpose purpose, OptionalLong announced, UploadBody body) {
    receive.receive(WHO, IMAGE, purpose, new Announcement(announced, Optional.empty()), body);
  }

  private Problem problemOf(byte[] image, OptionalLong announced) {
    return problemOf(body(image), announced, Purpose.UPLOAD);
  }

  private Problem problemOf(UploadBody body, OptionalLong announced, Purpose purpose) {
    try {
      receive(purpose, announced, body);
    } catch (ProblemException e) {
      return e.problem();
    }
    throw new AssertionError("the upload was not refused");
  }

  private static UploadBody body(byte[] image) {
    InputStream bytes = new ByteArrayInputStream(image);
    return into -> {
      try {
        return bytes.readNBytes(into, 0, into.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** A client that sends zeros and never stops. */
  private static final class Endless implements UploadBody {
    final AtomicLong given = new AtomicLong();

    @Override
    public int read(byte[] into) {
      given.addAndGet(into.length);
      return into.length;
    }
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static String hex(String algorithm, byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }
}
