package io.vitrine.objectstore;

import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.messages.Part;

/** A multipart upload as the server knows it. */
final class Multipart {
  private final S3ObjectStore store;
  private final S3Connection connection;
  private final ObjectKey key;
  private final String id;

  private Multipart(S3ObjectStore store, S3Connection connection, ObjectKey key, String id) {
    this.store = store;
    this.connection = connection;
    this.key = key;
    this.id = id;
  }

  static Multipart begin(S3ObjectStore store, S3Connection connection, ObjectKey key) {
    StoreSettings settings = connection.settings();
    String id =
        connection
            .ask(
                "beginning an upload to " + key,
                client ->
                    client.createMultipartUpload(
                        CreateMultipartUploadArgs.builder()
                            .bucket(settings.bucket())
                            .object(settings.objectName(key))
                            .build()))
            .result()
            .uploadId();
    return new Multipart(store, connection, key, id);
  }

  String id() {
    return id;
  }

  /**
   * Makes the object of its parts. The first attempt may have succeeded although its answer was
   * lost: then the upload is missing and the object is there.
   */
  void complete(Part[] parts, long size) {
    connection.retrying(
        "completing " + key,
        () -> {
          try {
            return connection.askPatiently(
                "completing " + key,
                client ->
                    client.completeMultipartUpload(
                        CompleteMultipartUploadArgs.builder()
                            .bucket(connection.settings().bucket())
                            .object(connection.settings().objectName(key))
                            .uploadId(id)
                            .parts(parts)
                            .build()));
          } catch (ObjectStoreException e) {
            boolean landed =
                e.failure() == Failure.MISSING
                    && store.stat(key).filter(stat -> stat.size() == size).isPresent();
            if (landed) {
              return e;
            }
            throw e;
          }
        });
  }

  void abort() {
    store.abortUpload(key, id);
  }
}
