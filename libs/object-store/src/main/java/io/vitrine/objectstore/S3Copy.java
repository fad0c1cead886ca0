package io.vitrine.objectstore;

import io.minio.ComposeObjectArgs;
import io.minio.CopyObjectArgs;
import io.minio.Http;
import io.minio.SourceObject;
import io.minio.UploadPartCopyArgs;
import io.vitrine.objectstore.MultipartUpload.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * A copy that the server makes by itself: small objects at once, large ones in parts, some of them
 * at the same time. No byte comes here.
 */
final class S3Copy {
  private static final int AT_ONCE = 4;

  private final S3ObjectStore target;
  private final S3Connection connection;
  private final Sizes sizes;
  private final StoreSettings source;
  private final ObjectKey from;
  private final ObjectStat stat;
  private final ObjectKey to;

  /**
   * Where objects are divided.
   *
   * @param whole bytes up to which an object is copied at once; S3 allows 5 GiB, but tells nothing
   *     while it does so
   * @param part bytes of a part of a larger one
   */
  record Sizes(long whole, long part) {
    static final Sizes USUAL = new Sizes(1L << 30, 512L << 20);
  }

  S3Copy(
      S3ObjectStore target,
      S3Connection connection,
      Sizes sizes,
      StoreSettings source,
      ObjectKey from,
      ObjectStat stat,
      ObjectKey to) {
    this.target = target;
    this.connection = connection;
    this.sizes = sizes;
    this.source = source;
    this.from = from;
    this.stat = stat;
    this.to = to;
  }

  void run(LongConsumer copied) {
    if (stat.size() <= sizes.whole()) {
      copyWhole();
      copied.accept(stat.size());
    } else {
      copyInParts(copied);
    }
  }

  private void copyWhole() {
    patiently("copying " + from, client -> client.copyObject(copy()));
  }

  private CopyObjectArgs copy() {
    StoreSettings settings = connection.settings();
    return CopyObjectArgs.builder()
        .bucket(settings.bucket())
        .object(settings.objectName(to))
        // With the size and the ETag the SDK does not ask for them again.
        .source(new SourceObject(source(), stat.size(), stat.etag()))
        .build();
  }

  private SourceObject source() {
    return SourceObject.builder().bucket(source.bucket()).object(source.objectName(from)).build();
  }

  private void copyInParts(LongConsumer copied) {
    S3Multipart upload = new S3Multipart(target, connection, to);
    upload.begin();
    Queue<Future<Part>> running = new ArrayDeque<>();
    try {
      upload.complete(copyParts(upload, running, copied));
    } catch (RuntimeException e) {
      Undisturbed.run(() -> {
        running.forEach(S3Copy::await);
        upload.abort();
      });
      throw e;
    }
  }

  /** A part that arrives after the abort would stay in the store. */
  private static void await(Future<Part> part) {
    try {
      part.get();
    } catch (ExecutionException e) {
      // It left nothing.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Part> copyParts(
      S3Multipart upload, Queue<Future<Part>> running, LongConsumer copied) {
    List<Part> parts = new ArrayList<>();
    long begun = 0;
    long done = 0;
    for (int number = 1; done < stat.size(); ) {
      while (running.size() < AT_ONCE && begun < stat.size()) {
        long length = Math.min(sizes.part(), stat.size() - begun);
        int partNumber = number;
        long offset = begun;
        running.add(
            connection.threads().submit(() -> copyPart(upload, partNumber, offset, length)));
        number++;
        begun += length;
      }
      parts.add(finished(running.remove()));
      long length = Math.min(sizes.part(), stat.size() - done);
      done += length;
      copied.accept(length);
    }
    return parts;
  }

  /** The SDK's builder of the arguments does not work, and its source forgets the range. */
  private Part copyPart(S3Multipart upload, int number, long offset, long length) {
    Http.Headers headers = source().makeCopyHeaders();
    headers.set(
        Http.Headers.X_AMZ_COPY_SOURCE_RANGE, "bytes=" + offset + "-" + (offset + length - 1));
    ComposeObjectArgs target = new ComposeObjectArgs(copy());
    String id = upload.requiredId();
    var copied =
        patiently(
            "copying part " + number + " of " + from,
            client -> client.uploadPartCopy(new UploadPartCopyArgs(target, id, number, headers)));
    return new Part(number, length, S3Multipart.bare(copied.part().etag()));
  }

  /** A copy may be made twice: it is the same. */
  private <T> T patiently(String operation, S3Connection.Ask<T> ask) {
    return connection.retrying(operation, () -> connection.askPatiently(operation, ask));
  }

  private Part finished(Future<Part> part) {
    try {
      return part.get();
    } catch (ExecutionException e) {
      throw S3Failures.of("copying " + from, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectStoreException(Failure.UNAVAILABLE, "copying was interrupted", e);
    }
  }
}
