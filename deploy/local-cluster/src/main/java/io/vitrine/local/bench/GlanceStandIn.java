package io.vitrine.local.bench;

import io.minio.DownloadObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.MinioException;
import io.vitrine.local.ClusterException;
import io.vitrine.local.images.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;

/**
 * What Glance does with its plug-in for conversion, where there is no Glance: the staged image to a
 * local file, {@code qemu-img convert} to another one, and that to the store, hashed on the way by
 * MD5 and SHA-512.
 */
final class GlanceStandIn {
  private static final String STAGED = "bench/staged";
  private static final String RESULT = "bench/converted";
  private static final long PART = 16L << 20;

  private final MinioClient s3;
  private final String bucket;
  private final Path folder;

  GlanceStandIn(MinioClient s3, String bucket, Path folder) {
    this.s3 = s3;
    this.bucket = bucket;
    this.folder = folder;
  }

  /** How long it takes, from the staged object to the stored one. */
  Duration convert(Path qcow2) throws IOException, InterruptedException {
    Path fetched = folder.resolve("stand-in.qcow2");
    Path raw = folder.resolve("stand-in.raw");
    try {
      s3.uploadObject(
          UploadObjectArgs.builder()
              .bucket(bucket)
              .object(STAGED)
              .filename(qcow2.toString())
              .build());
      long begin = System.nanoTime();
      s3.downloadObject(
          DownloadObjectArgs.builder()
              .bucket(bucket)
              .object(STAGED)
              .filename(fetched.toString())
              .overwrite(true)
              .build());
      Tools.run(
          List.of(
              BenchDisk.qemu().toString(),
              "convert",
              "-f",
              "qcow2",
              "-O",
              "raw",
              fetched.toString(),
              raw.toString()));
      try (InputStream in = hashed(Files.newInputStream(raw))) {
        s3.putObject(
            PutObjectArgs.builder().bucket(bucket).object(RESULT).stream(in, Files.size(raw), PART)
                .build());
      }
      return Duration.ofNanos(System.nanoTime() - begin);
    } catch (MinioException e) {
      throw new ClusterException("the S3 server refused: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(fetched);
      Files.deleteIfExists(raw);
      remove(STAGED);
      remove(RESULT);
    }
  }

  private static InputStream hashed(InputStream bytes) {
    try {
      return new DigestInputStream(
          new DigestInputStream(bytes, MessageDigest.getInstance("MD5")),
          MessageDigest.getInstance("SHA-512"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5 and SHA-512", e);
    }
  }

  private void remove(String key) {
    try {
      s3.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
    } catch (MinioException e) {
      throw new ClusterException("the S3 server refused: " + e.getMessage(), e);
    }
  }
}
