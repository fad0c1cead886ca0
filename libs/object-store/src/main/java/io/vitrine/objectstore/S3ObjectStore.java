package io.vitrine.objectstore;

import io.minio.AbortMultipartUploadArgs;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.Http;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MinioAsyncClient;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.MinioException;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListMultipartUploadsResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Objects in a bucket of an S3-compatible server. */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(S3ObjectStore.class);

  private static final String REACHING_THE_BUCKET = "reaching the bucket";

  private final S3Connection connection;
  private final PartPlan plan;
  private final S3Copy.Sizes copySizes;
  private final StoreSettings settings;
  private final String bucket;

  S3ObjectStore(S3Connection connection, PartPlan plan, S3Copy.Sizes copySizes) {
    this.connection = connection;
    this.plan = plan;
    this.copySizes = copySizes;
    this.settings = connection.settings();
    this.bucket = settings.bucket();
  }

  public static S3ObjectStore connect(StoreSettings settings) {
    return new S3ObjectStore(
        new S3Connection(settings), PartPlan.of(settings.partSize()), S3Copy.Sizes.USUAL);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public boolean isDirect() {
    return connection.settings().direct();
  }

  @Override
  public ObjectUpload begin(ObjectKey key) {
    return new S3Upload(this, connection, plan, PartMemory.OF_THE_PROCESS, key);
  }

  @Override
  public void put(ObjectKey key, long size, Supplier<? extends InputStream> bytes) {
    String operation = "writing " + key;
    connection.retrying(
        operation,
        () ->
            S3Connection.send(
                operation, connection.newPut(key, Map.of(), new RepeatableBody(size, bytes))));
  }

  @Override
  public InputStream read(ObjectKey key, long offset, long length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no such range: " + offset + "+" + length);
    }
    return length == 0
        ? InputStream.nullInputStream()
        : new ResumingStream(
            connection, key, offset, length, from -> open(key, from, offset + length - from));
  }

  private InputStream open(ObjectKey key, long offset, long length) {
    return connection.ask(
        "reading " + key,
        client ->
            client.getObject(
                GetObjectArgs.builder()
                    .bucket(bucket)
                    .object(settings.objectName(key))
                    .offset(offset)
                    .length(length)
                    .build()));
  }

  @Override
  public void read(ObjectKey key, long offset, byte[] into, int at, int length) {
    try (InputStream bytes = read(key, offset, length)) {
      int got = bytes.readNBytes(into, at, length);
      if (got < length) {
        throw new ObjectStoreException(
            Failure.REFUSED, "reading " + key + " ended after " + got + " bytes", null);
      }
    } catch (IOException e) {
      throw S3Failures.of("reading " + key, e);
    }
  }

  @Override
  public Optional<URI> signedRead(ObjectKey key, Duration validity) {
    return Optional.of(URI.create(connection.signed(Http.Method.GET, key, Map.of(), validity)));
  }

  @Override
  public Optional<ObjectStat> stat(ObjectKey key) {
    try {
      var found =
          connection.ask(
              "looking up " + key,
              client ->
                  client.statObject(
                      StatObjectArgs.builder()
                          .bucket(bucket)
                          .object(settings.objectName(key))
                          .build()));
      return Optional.of(new ObjectStat(found.size(), found.etag()));
    } catch (ObjectStoreException e) {
      if (e.failure() == Failure.MISSING) {
        // The answer to a HEAD has no body to say what is missing.
        requireBucket(connection.ask(REACHING_THE_BUCKET, this::bucketExists));
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void delete(ObjectKey key) {
    ignoringMissing(() ->
        connection.ask(
            "deleting " + key,
            client ->
                client.removeObject(
                    RemoveObjectArgs.builder()
                        .bucket(bucket)
                        .object(settings.objectName(key))
                        .build())));
  }

  @Override
  public MultipartUpload multipart(ObjectKey key) {
    return new S3Multipart(this, connection, key);
  }

  @Override
  public int abortUploads(ObjectKey key) {
    List<String> found = uploadsTo(key);
    found.forEach(uploadId -> abortUpload(key, uploadId));
    return found.size();
  }

  /** The server's ids of the unfinished uploads. */
  List<String> uploadsTo(ObjectKey key) {
    List<String> found = new ArrayList<>();
    uploadsBelow(settings.objectName(key))
        .forEachRemaining(upload -> {
          // The listing is by prefix.
          if (upload.key().equals(key)) {
            found.add(upload.uploadId());
          }
        });
    return found;
  }

  @Override
  public Iterator<UnfinishedUpload> unfinishedUploads(String keyPrefix) {
    return uploadsBelow(settings.prefix() + keyPrefix);
  }

  private Iterator<UnfinishedUpload> uploadsBelow(String prefix) {
    return new Pages<UnfinishedUpload, UploadMarker>(marker -> uploads(prefix, marker));
  }

  private record UploadMarker(String key, String uploadId) {}

  private Pages.Page<UnfinishedUpload, UploadMarker> uploads(
      String prefix, Optional<UploadMarker> marker) {
    ListMultipartUploadsResult page =
        connection
            .ask(
                "listing the uploads to " + prefix,
                client -> {
                  var args = ListMultipartUploadsArgs.builder().bucket(bucket).prefix(prefix);
                  marker.ifPresent(at -> args.keyMarker(at.key()).uploadIdMarker(at.uploadId()));
                  return client.listMultipartUploads(args.build());
                })
            .result();
    return new Pages.Page<>(
        page.uploads().stream()
            .map(upload ->
                new UnfinishedUpload(
                    settings.keyOf(upload.objectName()),
                    upload.uploadId(),
                    upload.initiated().toInstant()))
            .toList(),
        page.isTruncated()
            ? Optional.of(new UploadMarker(page.nextKeyMarker(), page.nextUploadIdMarker()))
            : Optional.empty());
  }

  @Override
  public Iterator<StoredObject> objects(String keyPrefix) {
    return new Pages<StoredObject, String>(token -> objects(settings.prefix() + keyPrefix, token));
  }

  private Pages.Page<StoredObject, String> objects(String prefix, Optional<String> token) {
    ListBucketResultV2 page =
        connection
            .ask(
                "listing the objects at " + prefix,
                client -> {
                  var args = ListObjectsV2Args.builder().bucket(bucket).prefix(prefix);
                  token.ifPresent(args::continuationToken);
                  return client.listObjectsV2(args.build());
                })
            .result();
    return new Pages.Page<>(
        page.contents().stream()
            .map(object ->
                new StoredObject(
                    settings.keyOf(object.objectName()),
                    object.size(),
                    object.lastModified().toInstant()))
            .toList(),
        page.isTruncated() ? Optional.of(page.nextContinuationToken()) : Optional.empty());
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec a server that has both stores copies by itself, if these credentials may read the
   *     other one; else the bytes come through here
   */
  @Override
  public long copyFrom(ObjectStore source, ObjectKey from, ObjectKey to, LongConsumer copied) {
    if (source instanceof S3ObjectStore other && settings.isOnTheServerOf(other.settings)) {
      ObjectStat original =
          other
              .stat(from)
              .orElseThrow(
                  () -> new ObjectStoreException(Failure.MISSING, "there is no " + from, null));
      if (copyOnServer(other, from, original, to, copied)) {
        return original.size();
      }
    }
    return ObjectStore.super.copyFrom(source, from, to, copied);
  }

  /** Whether the server did it; if it would not, it has not begun. */
  private boolean copyOnServer(
      S3ObjectStore other, ObjectKey from, ObjectStat original, ObjectKey to, LongConsumer copied) {
    AtomicBoolean begun = new AtomicBoolean();
    S3Copy copy = new S3Copy(this, connection, copySizes, other.settings, from, original, to);
    try {
      copy.run(length -> {
        begun.set(true);
        copied.accept(length);
      });
      requireSize(to, original.size());
      return true;
    } catch (ObjectStoreException e) {
      releaseAfter(e, to);
      if (begun.get() || e.failure().isRetryable() || e.failure() == Failure.FULL) {
        throw e;
      }
      LOG.infof("The server does not copy %s to store %s itself: %s", from, name(), e.getMessage());
      return false;
    } catch (RuntimeException e) {
      releaseAfter(e, to);
      throw e;
    }
  }

  private void releaseAfter(RuntimeException failure, ObjectKey key) {
    try {
      Undisturbed.run(() -> release(key));
    } catch (ObjectStoreException e) {
      failure.addSuppressed(e);
    }
  }

  private void requireSize(ObjectKey key, long size) {
    long copied = stat(key).map(ObjectStat::size).orElse(0L);
    if (copied != size) {
      throw new ObjectStoreException(
          Failure.REFUSED, "%s has %d bytes instead of %d".formatted(key, copied, size), null);
    }
  }

  void abortUpload(ObjectKey key, String uploadId) {
    ignoringMissing(() ->
        connection.ask(
            "aborting an upload to " + key,
            client ->
                client.abortMultipartUpload(
                    AbortMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(settings.objectName(key))
                        .uploadId(uploadId)
                        .build())));
  }

  @Override
  public void check() {
    requireBucket(connection.askPatiently(REACHING_THE_BUCKET, this::bucketExists));
  }

  private CompletableFuture<Boolean> bucketExists(MinioAsyncClient client) throws MinioException {
    return client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
  }

  private void requireBucket(boolean exists) {
    if (!exists) {
      throw new ObjectStoreException(Failure.UNAVAILABLE, "there is no bucket " + bucket, null);
    }
  }

  private static void ignoringMissing(Runnable removal) {
    try {
      removal.run();
    } catch (ObjectStoreException e) {
      if (e.failure() != Failure.MISSING) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
