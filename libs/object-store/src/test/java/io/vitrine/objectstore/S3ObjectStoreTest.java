package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3ObjectStoreTest extends ObjectStoreContract {
  private static S3Server server;
  private static S3ObjectStore store;

  @BeforeAll
  static void start() {
    server = S3Server.start();
    store = S3ObjectStore.connect(server.settings(PART));
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @AfterEach
  void clean() {
    store.release(key);
  }

  @Override
  ObjectStore store() {
    return store;
  }

  @Override
  List<String> leftovers() {
    // An orphan of another test may still be sending.
    return server.files().stream().filter(file -> file.contains(key.value())).toList();
  }

  @Test
  void spoolsThePartsThatAreTooLargeForMemory() throws IOException {
    // Given
    byte[] content = bytes(2 * PART + 2 * (PART + 12_345) + 1);
    try (S3Connection connection = new S3Connection(server.settings(PART))) {
      S3ObjectStore growing =
          new S3ObjectStore(connection, new PartPlan(PART, 2, PART + 12_345), S3Copy.Sizes.USUAL);

      // When
      try (ObjectUpload upload = growing.begin(key)) {
        upload.write(content, 0, content.length);
        upload.complete();
      }
    }

    // Then
    assertThat(readAll(0, content.length)).isEqualTo(content);
  }

  @Test
  void takesTheFirstBytesLastInAScratchFileToo() throws IOException {
    // Given
    byte[] content = bytes(3 * PART);
    try (S3Connection connection = new S3Connection(server.settings(PART))) {
      S3ObjectStore spooling =
          new S3ObjectStore(connection, new PartPlan(PART, 0, PART + 12_345), S3Copy.Sizes.USUAL);

      // When
      try (ObjectUpload upload = spooling.begin(key)) {
        upload.reserveHead(1000);
        upload.write(content, 1000, content.length - 1000);
        upload.putHead(Arrays.copyOf(content, 1000));
        upload.complete();
      }
    }

    // Then
    assertThat(readAll(0, content.length)).isEqualTo(content);
  }

  @Test
  void findsItsBucket() {
    assertThatCode(store::check).doesNotThrowAnyException();
  }

  @Test
  void deniesRatherThanRetriesWrongCredentials() {
    // Given
    StoreSettings right = server.settings(PART);
    StoreSettings wrong =
        new StoreSettings(
            "primary",
            right.endpoint(),
            right.bucket(),
            "",
            right.region(),
            "test-access",
            "no",
            PART,
            false);
    try (S3ObjectStore stranger = S3ObjectStore.connect(wrong);
        ObjectUpload upload = stranger.begin(key)) {
      upload.write(new byte[1], 0, 1);

      // When, Then
      assertThatExceptionOfType(ObjectStoreException.class)
          .isThrownBy(upload::complete)
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.DENIED))
          .withMessageNotContaining("no such");
    } catch (ObjectStoreException denied) {
      // The abort at the end may not list uploads either.
      assertThat(denied.failure()).isEqualTo(Failure.DENIED);
    }
  }

  @Test
  void takesNoObjectForMissingThatIsInAMissingBucket() {
    // Given
    StoreSettings right = server.settings(PART);
    StoreSettings renamed =
        new StoreSettings(
            "primary",
            right.endpoint(),
            "nowhere",
            "",
            "us-east-1",
            right.accessKey(),
            right.secretKey(),
            PART,
            false);
    try (S3ObjectStore lost = S3ObjectStore.connect(renamed)) {
      List<ThrowingCallable> calls =
          List.of(
              () -> lost.stat(key),
              () -> lost.read(key, 0, 1),
              // This server answers a DELETE as if all were well; the listing before it tells.
              () -> lost.release(key),
              () -> lost.multipart(key).parts(),
              () -> lost.objects("").hasNext(),
              lost::check);

      // When, Then
      assertThat(calls)
          .allSatisfy(call ->
              assertThatExceptionOfType(ObjectStoreException.class)
                  .isThrownBy(call)
                  .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE)));
    }
  }

  @Test
  void saysThatAServerOutOfReachIsUnavailable() {
    // Given
    StoreSettings right = server.settings(PART);
    StoreSettings nowhere =
        new StoreSettings(
            "primary",
            URI.create("http://127.0.0.1:1"),
            right.bucket(),
            "",
            "us-east-1",
            "a",
            "b",
            PART,
            false);
    try (S3ObjectStore away = S3ObjectStore.connect(nowhere)) {

      // When, Then
      assertThatExceptionOfType(ObjectStoreException.class)
          .isThrownBy(() -> away.stat(key))
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE));
    }
  }
}
