package io.vitrine.objectstore;

import java.net.URI;

/**
 * One store, as configured.
 *
 * @param partSize bytes of a part that is held in memory; an upload holds three
 * @param direct whether clients may be sent to the server itself, with signed URLs
 */
public record StoreSettings(
    String name,
    URI endpoint,
    String bucket,
    String region,
    String accessKey,
    String secretKey,
    int partSize,
    boolean direct) {
  private static final int MIN_PART = 5 << 20;
  private static final int MAX_PART = 10 << 20;

  public StoreSettings {
    if (partSize < MIN_PART || partSize > MAX_PART) {
      throw new IllegalArgumentException(
          "part size of store %s is %d: S3 wants at least 5 MiB, and three parts must fit in 32 MiB"
              .formatted(name, partSize));
    }
  }

  /** One that clients are not sent to. */
  public StoreSettings(
      String name,
      URI endpoint,
      String bucket,
      String region,
      String accessKey,
      String secretKey,
      int partSize) {
    this(name, endpoint, bucket, region, accessKey, secretKey, partSize, false);
  }

  @Override
  public String toString() {
    return "StoreSettings[name=%s, endpoint=%s, bucket=%s, region=%s, accessKey=***, secretKey=***, partSize=%d]"
        .formatted(name, endpoint, bucket, region, partSize);
  }
}
