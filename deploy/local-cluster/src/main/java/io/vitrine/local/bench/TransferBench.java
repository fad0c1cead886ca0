package io.vitrine.local.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.errors.MinioException;
import io.vitrine.local.ClusterException;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;

/**
 * Uploads and downloads one object through the gateway and, in turn, straight to and from the same
 * S3 server with the same SDK. Only the ratio of the two means something on a machine one does not
 * have for oneself.
 */
public final class TransferBench {
  private static final long PART = 16L << 20;
  private static final double MEBIBYTE = 1 << 20;

  private final String images;
  private final String token;
  private final MinioClient s3;
  private final String bucket;
  private final long size;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * A bench of one object of {@code size} bytes.
   *
   * @param gateway base URL of the Image API
   */
  public TransferBench(String gateway, String token, MinioClient s3, String bucket, long size) {
    this.images = gateway + "/v2/images";
    this.token = token;
    this.s3 = s3;
    this.bucket = bucket;
    this.size = size;
  }

  /** One way to move the bytes, with its rates in MiB/s. */
  private record Way(Samples samples, Transfer transfer) {
    Way(String name, Transfer transfer) {
      this(new Samples(name), transfer);
    }

    String name() {
      return samples.name();
    }

    double median() {
      return samples.median();
    }
  }

  @FunctionalInterface
  private interface Transfer {
    void run() throws IOException, InterruptedException, MinioException;
  }

  /** Runs and prints. */
  public void run(int rounds) throws IOException, InterruptedException {
    String direct = "bench/direct";
    String[] image = {""};
    Way directPut = new Way("PUT, the SDK alone", () -> put(direct));
    Way upload = new Way("upload, size not announced", () -> image[0] = upload());
    Way directGet = new Way("GET, the SDK alone", () -> get(direct));
    Way download = new Way("download", () -> download(image[0]));
    Terminal.out()
        .printf(
            "%s, %d rounds after one that does not count; MiB/s%n", Terminal.bytes(size), rounds);
    for (int round = 0; round <= rounds; round++) {
      for (Way way : List.of(directPut, upload, directGet, download)) {
        double rate = rate(way.transfer());
        if (round > 0) {
          way.samples().add(rate);
        }
        Terminal.out().printf(Locale.ROOT, "  %-28s %7.0f%n", way.name(), rate);
      }
      remove(direct, image[0]);
    }
    print(upload, directPut);
    print(download, directGet);
  }

  private static void print(Way way, Way reference) {
    Terminal.out()
        .printf(
            Locale.ROOT,
            "%s%n",
            Terminal.bold(
                "%-28s median %5.0f MiB/s, %s %5.0f MiB/s: ratio %.2f"
                    .formatted(
                        way.name(),
                        way.median(),
                        reference.name(),
                        reference.median(),
                        way.median() / reference.median())));
  }

  private double rate(Transfer transfer) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try {
      transfer.run();
    } catch (MinioException e) {
      throw new ClusterException("the S3 server refused: " + e.getMessage(), e);
    }
    return size / MEBIBYTE / ((System.nanoTime() - begin) / 1e9);
  }

  private void put(String key) throws MinioException {
    s3.putObject(
        PutObjectArgs.builder().bucket(bucket).object(key).stream(
                new PatternStream(size), -1L, PART)
            .build());
  }

  private void get(String key) throws IOException, MinioException {
    try (InputStream in =
        s3.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build())) {
      drain(in);
    }
  }

  private String upload() throws IOException, InterruptedException {
    HttpResponse<String> created =
        http.send(
            request("")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"bench\",\"disk_format\":\"raw\",\"container_format\":\"bare\"}"))
                .build(),
            BodyHandlers.ofString());
    expect(201, created);
    String id = new ObjectMapper().readTree(created.body()).get("id").asText();
    HttpRequest put =
        request("/" + id + "/file")
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofInputStream(() -> new PatternStream(size)))
            .build();
    expect(204, http.send(put, BodyHandlers.ofString()));
    return id;
  }

  private void download(String id) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request("/" + id + "/file").GET().build(), BodyHandlers.ofInputStream());
    expect(200, response);
    try (InputStream in = response.body()) {
      drain(in);
    }
  }

  private void remove(String key, String id) throws IOException, InterruptedException {
    expect(204, http.send(request("/" + id).DELETE().build(), BodyHandlers.ofString()));
    try {
      s3.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
    } catch (MinioException e) {
      throw new ClusterException("the S3 server refused: " + e.getMessage(), e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(images + path)).header("X-Auth-Token", token);
  }

  private static void expect(int status, HttpResponse<?> response) {
    if (response.statusCode() != status) {
      throw new ClusterException(
          "%s answered %d instead of %d"
              .formatted(response.request().uri().getPath(), response.statusCode(), status));
    }
  }

  private void drain(InputStream in) throws IOException {
    byte[] block = new byte[1 << 18];
    long received = 0;
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      received += n;
    }
    if (received != size) {
      throw new ClusterException("%d of %d bytes came back".formatted(received, size));
    }
  }
}
