package io.vitrine.objectstore;

import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.ListPartsArgs;
import io.minio.messages.ListPartsResult;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One multipart upload of an S3 server. Not for several threads at once. */
final class S3Multipart implements MultipartUpload {
  private final S3ObjectStore store;
  private final S3Connection connection;
  private final ObjectKey key;
  private @Nullable String uploadId;

  S3Multipart(S3ObjectStore store, S3Connection connection, ObjectKey key) {
    this.store = store;
    this.connection = connection;
    this.key = key;
  }

  @Override
  public void begin() {
    uploadId =
        connection
            .ask(
                "beginning an upload to " + key,
                client ->
                    client.createMultipartUpload(
                        CreateMultipartUploadArgs.builder()
                            .bucket(connection.settings().bucket())
                            .object(connection.settings().objectName(key))
                            .build()))
            .result()
            .uploadId();
  }

  boolean hasBegun() {
    return uploadId != null;
  }

  /** Its id at the server, which is asked for it if this object has not begun it. */
  private Optional<String> id() {
    if (uploadId == null) {
      // There is one, unless a request to begin was repeated: then all must take the same.
      uploadId = store.uploadsTo(key).stream().min(Comparator.naturalOrder()).orElse(null);
    }
    return Optional.ofNullable(uploadId);
  }

  String requiredId() {
    return id().orElseThrow(
            () -> new ObjectStoreException(Failure.MISSING, "there is no upload to " + key, null));
  }

  @Override
  public Optional<List<Part>> parts() {
    Optional<String> found = id();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    try {
      Page page = partsAfter(0, found.get());
      while (true) {
        parts.addAll(page.parts());
        if (!page.isTruncated() || page.parts().isEmpty()) {
          return Optional.of(List.copyOf(parts));
        }
        page = partsAfter(parts.getLast().number(), found.get());
      }
    } catch (ObjectStoreException e) {
      if (e.failure() == Failure.MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * One page.
   *
   * @param number of the last part before it; 0 for the first page
   */
  private Page partsAfter(int number, String id) {
    var args =
        ListPartsArgs.builder()
            .bucket(connection.settings().bucket())
            .object(connection.settings().objectName(key))
            .uploadId(id);
    if (number > 0) {
      args.partNumberMarker(number);
    }
    ListPartsArgs page = args.build();
    return connection.ask(
        "listing the parts of " + key,
        client -> client.listParts(page).thenApply(answer -> page(answer.result())));
  }

  private record Page(List<Part> parts, boolean isTruncated) {}

  private static Page page(ListPartsResult listed) {
    return new Page(listed.parts().stream().map(S3Multipart::part).toList(), listed.isTruncated());
  }

  private static Part part(io.minio.messages.Part listed) {
    try {
      return new Part(listed.partNumber(), listed.partSize(), bare(listed.etag()));
    } catch (NullPointerException e) {
      // Some servers leave out the tag of a part that is just being replaced, and the SDK trips.
      throw new ObjectStoreException(
          Failure.UNAVAILABLE, "part " + listed.partNumber() + " is being replaced", e);
    }
  }

  @Override
  public Part put(int number, long size, Supplier<? extends InputStream> bytes) {
    String operation = "uploading part " + number + " of " + key;
    Map<String, String> query = query(number);
    return connection.retrying(
        operation,
        () -> {
          var call = connection.newPut(key, query, new RepeatableBody(size, bytes));
          return new Part(number, size, bare(S3Connection.send(operation, call)));
        });
  }

  Map<String, String> query(int number) {
    return Map.of("partNumber", Integer.toString(number), "uploadId", requiredId());
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec the first attempt may have succeeded although its answer was lost: then the upload is
   *     missing and the object is there
   */
  @Override
  public void complete(List<Part> parts) {
    String id = requiredId();
    long size = parts.stream().mapToLong(Part::size).sum();
    var sent =
        parts.stream()
            .sorted(Comparator.comparingInt(Part::number))
            .map(part -> new io.minio.messages.Part(part.number(), part.etag()))
            .toArray(io.minio.messages.Part[]::new);
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
                            .parts(sent)
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

  @Override
  public URI urlOf(int number, Duration validity) {
    return URI.create(connection.signed(Http.Method.PUT, key, query(number), validity));
  }

  void abort() {
    if (uploadId != null) {
      store.abortUpload(key, uploadId);
    }
  }

  /** Some servers quote it here and not there. */
  static String bare(String etag) {
    return etag.replace("\"", "");
  }
}
