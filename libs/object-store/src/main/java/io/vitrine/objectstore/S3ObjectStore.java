package io.vitrine.objectstore;

import io.minio.AbortMultipartUploadArgs;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListMultipartUploadsArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.messages.ListMultipartUploadsResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Objects in a bucket of an S3-compatible server. */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private final S3Connection connection;
  private final PartPlan plan;
  private final String bucket;

  S3ObjectStore(S3Connection connection, PartPlan plan) {
    this.connection = connection;
    this.plan = plan;
    this.bucket = connection.settings().bucket();
  }

  public static S3ObjectStore connect(StoreSettings settings) {
    return new S3ObjectStore(new S3Connection(settings), PartPlan.of(settings.partSize()));
  }

  @Override
  public String name() {
    return connection.settings().name();
  }

  @Override
  public boolean isDirect() {
    return connection.settings().direct();
  }

  @Override
  public ObjectUpload begin(ObjectKey key) {
    return new S3Upload(this, connection, plan, key);
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
                    .object(key.value())
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
  public Optional<ObjectStat> stat(ObjectKey key) {
    try {
      var found =
          connection.ask(
              "looking up " + key,
              client ->
                  client.statObject(
                      StatObjectArgs.builder().bucket(bucket).object(key.value()).build()));
      return Optional.of(new ObjectStat(found.size(), found.etag()));
    } catch (ObjectStoreException e) {
      if (e.failure() == Failure.MISSING) {
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
                    RemoveObjectArgs.builder().bucket(bucket).object(key.value()).build())));
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
    @Nullable String keyMarker = null;
    @Nullable String uploadMarker = null;
    while (true) {
      ListMultipartUploadsResult page = unfinished(key, keyMarker, uploadMarker);
      for (var upload : page.uploads()) {
        // The listing is by prefix.
        if (upload.objectName().equals(key.value())) {
          found.add(upload.uploadId());
        }
      }
      if (!page.isTruncated()) {
        return found;
      }
      keyMarker = page.nextKeyMarker();
      uploadMarker = page.nextUploadIdMarker();
    }
  }

  private ListMultipartUploadsResult unfinished(
      ObjectKey key, @Nullable String keyMarker, @Nullable String uploadMarker) {
    return connection
        .ask(
            "listing the uploads to " + key,
            client -> {
              var args = ListMultipartUploadsArgs.builder().bucket(bucket).prefix(key.value());
              if (keyMarker != null) {
                args.keyMarker(keyMarker);
              }
              if (uploadMarker != null) {
                args.uploadIdMarker(uploadMarker);
              }
              return client.listMultipartUploads(args.build());
            })
        .result();
  }

  void abortUpload(ObjectKey key, String uploadId) {
    ignoringMissing(() ->
        connection.ask(
            "aborting an upload to " + key,
            client ->
                client.abortMultipartUpload(
                    AbortMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(key.value())
                        .uploadId(uploadId)
                        .build())));
  }

  @Override
  public void check() {
    boolean exists =
        connection.askPatiently(
            "reaching the bucket",
            client -> client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()));
    if (!exists) {
      throw new ObjectStoreException(Failure.REFUSED, "there is no bucket " + bucket, null);
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
