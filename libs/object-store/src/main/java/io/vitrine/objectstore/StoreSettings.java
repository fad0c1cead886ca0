package io.vitrine.objectstore;

import java.net.URI;

/**
 * One store, as configured.
 *
 * @param partSize bytes of a part that is held in memory; an upload holds three
 */
public record StoreSettings(
    String name,
    URI endpoint,
    String bucket,
    String region,
    String accessKey,
    String secretKey,
    int partSize) {
  private static final int MIN_PART = 5 << 20;
  private static final int MAX_PART = 10 << 20;

  public StoreSettings {
    if (partSize < MIN_PART || partSize > MAX_PART) {
      throw new IllegalArgumentException(
          "part size of store %s is %d: S3 wants at least 5 MiB, and three parts must fit in 32 MiB"
              .formatted(name, partSize));
    }
  }

  @Override
  public String toString() {
    return "StoreSettings[name=%s, endpoint=%s, bucket=%s, region=%s, accessKey=***, secretKey=***, partSize=%d]"
        .formatted(name, endpoint, bucket, region, partSize);
  }
}
