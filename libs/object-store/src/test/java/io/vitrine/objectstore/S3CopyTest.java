package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Copies between two buckets of one server, and from one server to another. */
class S3CopyTest {
  private static final int PART = ObjectStoreContract.PART;
  private static final String COPIES = "copies";
  private static final ObjectKey FROM = new ObjectKey("blobs/a b+ü/1");
  private static final ObjectKey TO = new ObjectKey("blobs/2/2");

  private static S3Server server;
  private static StoreSettings settings;
  private static S3ObjectStore source;
  private static S3ObjectStore target;

  private final List<Long> told = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    server = S3Server.start();
    source = S3ObjectStore.connect(server.settings("source", S3Server.BUCKET, "from/", PART));
    settings = server.settings("target", COPIES, "to/", PART);
    target = S3ObjectStore.connect(settings);
  }

  @AfterAll
  static void stop() {
    source.close();
    target.close();
    server.close();
  }

  @AfterEach
  void clean() {
    source.release(FROM);
    target.release(TO);
  }

  @Test
  void isMadeByTheServerAtOnce() throws IOException {
    // Given
    byte[] content = upload(2 * PART + 7);

    // When
    target.copyFrom(source, FROM, TO, told::add);

    // Then
    assertThat(told).containsExactly(2L * PART + 7);
    assertThat(read(target)).isEqualTo(content);
    assertThat(server.files(COPIES)).containsExactly("to/" + TO);
  }

  @Test
  void isMadeByTheServerInPartsIfItIsLarge() throws IOException {
    // Given
    byte[] content = upload(6 * PART + 1);

    // When
    try (S3Connection connection = new S3Connection(settings)) {
      divided(connection).copyFrom(source, FROM, TO, told::add);
    }

    // Then
    assertThat(told)
        .containsExactly(5L << 20, 5L << 20, 5L << 20, 5L << 20, 5L << 20, 5L << 20, 1L);
    assertThat(read(target)).isEqualTo(content);
  }

  @Test
  void leavesNoPartIfItIsGivenUp() {
    // Given
    upload(6 * PART + 1);

    // When
    try (S3Connection connection = new S3Connection(settings)) {
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(() ->
              divided(connection)
                  .copyFrom(
                      source,
                      FROM,
                      TO,
                      length -> {
                        throw new CancellationException();
                      }));
    }

    // Then
    assertThat(server.files(COPIES)).isEmpty();
    assertThat(target.unfinishedUploads("")).isExhausted();
  }

  @Test
  void leavesNothingIfItsThreadIsInterruptedAtTheEnd() {
    upload(PART);

    requireNothingAfterAnInterrupt(target);
  }

  @Test
  void leavesNoPartIfItsThreadIsInterrupted() {
    upload(6 * PART + 1);

    try (S3Connection connection = new S3Connection(settings)) {
      requireNothingAfterAnInterrupt(divided(connection));
    }
  }

  @Test
  void leavesNothingIfItsThreadIsInterruptedWhileTheBytesComeThroughHere() throws IOException {
    // Given
    InMemoryObjectStore elsewhere = new InMemoryObjectStore();
    byte[] content = ObjectStoreContract.bytes(3 * PART);
    try (ObjectUpload upload = elsewhere.begin(FROM)) {
      upload.write(content, 0, content.length);
      upload.complete();
    }

    requireNothingAfterAnInterrupt(target, elsewhere);
  }

  private void requireNothingAfterAnInterrupt(ObjectStore to) {
    requireNothingAfterAnInterrupt(to, source);
  }

  private void requireNothingAfterAnInterrupt(ObjectStore to, ObjectStore from) {
    // When
    assertThatExceptionOfType(ObjectStoreException.class)
        .isThrownBy(
            () -> to.copyFrom(from, FROM, TO, length -> Thread.currentThread().interrupt()));

    // Then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.files(COPIES)).isEmpty();
    assertThat(target.unfinishedUploads("")).isExhausted();
  }

  @Test
  void comesThroughHereFromAnotherServer() throws IOException {
    // Given
    byte[] content = upload(PART + 1);
    InMemoryObjectStore elsewhere = new InMemoryObjectStore();

    // When
    elsewhere.copyFrom(source, FROM, TO, told::add);

    // Then
    assertThat(elsewhere.content(TO)).isEqualTo(content);
    assertThat(told.stream().mapToLong(Long::longValue).sum()).isEqualTo(PART + 1);
  }

  private static S3ObjectStore divided(S3Connection connection) {
    return new S3ObjectStore(connection, PartPlan.of(PART), new S3Copy.Sizes(PART, PART));
  }

  private static byte[] upload(int size) {
    byte[] content = ObjectStoreContract.bytes(size);
    try (ObjectUpload upload = source.begin(FROM)) {
      upload.write(content, 0, size);
      upload.complete();
    }
    return content;
  }

  private static byte[] read(ObjectStore store) throws IOException {
    try (InputStream in = store.read(TO, 0, store.stat(TO).orElseThrow().size())) {
      return in.readAllBytes();
    }
  }
}
