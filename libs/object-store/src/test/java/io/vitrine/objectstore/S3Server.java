package io.vitrine.objectstore;

import io.vitrine.testparts.TestS3;
import java.net.URI;
import java.util.List;

/** Stores on a real S3 server, for tests. */
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "vitrine-images";

  private final TestS3 server;

  private S3Server(TestS3 server) {
    this.server = server;
  }

  public static S3Server start() {
    TestS3 server = TestS3.start();
    server.makeBucket(BUCKET);
    return new S3Server(server);
  }

  public URI endpoint() {
    return server.endpoint();
  }

  public StoreSettings settings(int partSize) {
    return settings("primary", BUCKET, "", partSize);
  }

  /** A store in another bucket, which is made, or below a prefix. */
  public StoreSettings settings(String store, String bucket, String prefix, int partSize) {
    server.makeBucket(bucket);
    return settings(store, bucket, prefix, partSize, false);
  }

  /** The same where clients may go to the server itself. */
  public StoreSettings directSettings(int partSize) {
    return settings("primary", BUCKET, "", partSize, true);
  }

  private StoreSettings settings(
      String store, String bucket, String prefix, int partSize, boolean direct) {
    return new StoreSettings(
        store,
        endpoint(),
        bucket,
        prefix,
        "us-east-1",
        TestS3.ACCESS_KEY,
        TestS3.SECRET_KEY,
        partSize,
        direct);
  }

  /** Every file under the bucket, parts of unfinished uploads included. */
  public List<String> files() {
    return files(BUCKET);
  }

  /** The same of another bucket. */
  public List<String> files(String bucketName) {
    return server.files(bucketName);
  }

  @Override
  public void close() {
    server.close();
  }
}
