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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Uploads and downloads one object through the gateway and, in turn, straight to and from the same
 * S3 server: with the same SDK and, since that is what it sends with, with OkHttp on both ways.
 * Then the same bytes in many transfers at once. Only the ratios mean something on a machine one
 * does not have for oneself.
 */
public final class TransferBench {
  private static final long PART = 16L << 20;
  private static final double MEBIBYTE = 1 << 20;
  private static final int AT_ONCE = 32;

  /** What many carry together, of what one carries: what each begins with should not count. */
  private static final int MANY = 4;

  private static final int BLOCK = 256 << 10;
  private static final MediaType OCTETS = MediaType.get("application/octet-stream");
  private static final MediaType JSON = MediaType.get("application/json");

  private final String images;
  private final String token;
  private final MinioClient s3;
  private final String bucket;
  private final HeapWatch storeHeap;
  private final long size;
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .callTimeout(Duration.ZERO)
          .readTimeout(Duration.ofMinutes(10))
          .writeTimeout(Duration.ofMinutes(10))
          .build();

  /**
   * A bench of one object of {@code size} bytes.
   *
   * @param gateway base URL of the Image API
   * @param storeService base URL of the store-service, whose heap is watched
   */
  public TransferBench(
      String gateway, String storeService, String token, MinioClient s3, String bucket, long size) {
    this.images = gateway + "/v2/images";
    this.storeHeap = new HeapWatch(storeService + "/q/metrics");
    this.token = token;
    this.s3 = s3;
    this.bucket = bucket;
    this.size = size;
  }

  /** One way to move so many bytes, with its rates in MiB/s and the most heap that it took. */
  private record Way(Samples samples, Samples heap, long bytes, Transfer transfer) {
    Way(String name, long bytes, Transfer transfer) {
      this(new Samples(name), new Samples(name), bytes, transfer);
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
    List<String> single = new ArrayList<>();
    List<String> several = new ArrayList<>();
    long many = MANY * size;
    long each = many / AT_ONCE;
    Way directPut = new Way("PUT, the SDK alone", size, () -> put(direct));
    Way upload = new Way("upload, size not announced", size, () -> single.add(upload(size)));
    Way uploads =
        new Way(
            "%d uploads at once".formatted(AT_ONCE),
            many,
            () -> several.addAll(atOnce(number -> upload(each))));
    Way directGet = new Way("GET, the SDK alone", size, () -> get(direct));
    Way download = new Way("download", size, () -> download(single.getFirst(), size));
    Way downloads =
        new Way(
            "%d downloads at once".formatted(AT_ONCE),
            many,
            () -> atOnce(number -> download(several.get(number), each)));
    Terminal.out()
        .printf(
            "%s, %d rounds after one that does not count; MiB/s, and MiB of the store's heap%n",
            Terminal.bytes(size), rounds);
    for (int round = 0; round <= rounds; round++) {
      for (Way way : List.of(directPut, upload, uploads, directGet, download, downloads)) {
        measure(way, round > 0);
      }
      remove(direct, single, several);
    }
    print(upload, directPut);
    print(download, directGet);
    print(uploads, upload);
    print(downloads, download);
  }

  private void measure(Way way, boolean counts) throws IOException, InterruptedException {
    double rate;
    double heap;
    try (HeapWatch.Running watch = storeHeap.start()) {
      rate = rate(way);
      heap = watch.most();
    }
    if (counts) {
      way.samples().add(rate);
      way.heap().add(heap);
    }
    Terminal.out().printf(Locale.ROOT, "  %-28s %7.0f %7.0f%n", way.name(), rate, heap);
  }

  private static void print(Way way, Way reference) {
    Terminal.out()
        .printf(
            Locale.ROOT,
            "%s%n",
            Terminal.bold(
                "%-28s median %5.0f MiB/s, %s %5.0f MiB/s: ratio %.2f; heap %.0f MiB"
                    .formatted(
                        way.name(),
                        way.median(),
                        reference.name(),
                        reference.median(),
                        way.median() / reference.median(),
                        way.heap().median())));
  }

  private static double rate(Way way) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try {
      way.transfer().run();
    } catch (MinioException e) {
      throw new ClusterException("the S3 server refused: " + e.getMessage(), e);
    }
    return way.bytes() / MEBIBYTE / ((System.nanoTime() - begin) / 1e9);
  }

  @FunctionalInterface
  private interface Numbered {
    String run(int number) throws IOException;
  }

  private static List<String> atOnce(Numbered transfer) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> running = new ArrayList<>();
      for (int number = 0; number < AT_ONCE; number++) {
        int mine = number;
        running.add(threads.submit(() -> transfer.run(mine)));
      }
      List<String> results = new ArrayList<>();
      for (Future<String> each : running) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new ClusterException("one of many transfers failed: " + e.getCause(), e);
    }
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
      drain(in, size);
    }
  }

  private String upload(long bytes) throws IOException {
    String image = "{\"name\":\"bench\",\"disk_format\":\"raw\",\"container_format\":\"bare\"}";
    String id;
    try (Response created = send(request("").post(RequestBody.create(image, JSON)))) {
      expect(201, created);
      id = new ObjectMapper().readTree(created.body().string()).get("id").asText();
    }
    try (Response stored = send(request("/" + id + "/file").put(new Pattern(bytes)))) {
      expect(204, stored);
    }
    return id;
  }

  private String download(String id, long bytes) throws IOException {
    try (Response answer = send(request("/" + id + "/file"))) {
      expect(200, answer);
      drain(answer.body().byteStream(), bytes);
    }
    return id;
  }

  private void remove(String key, List<String> one, List<String> many) throws IOException {
    for (List<String> ids : List.of(one, many)) {
      for (String id : ids) {
        try (Response removed = send(request("/" + id).delete())) {
          expect(204, removed);
        }
      }
      ids.clear();
    }
    try {
      s3.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
    } catch (MinioException e) {
      throw new ClusterException("the S3 server refused: " + e.getMessage(), e);
    }
  }

  private Request.Builder request(String path) {
    return new Request.Builder().url(images + path).header("X-Auth-Token", token);
  }

  private Response send(Request.Builder request) throws IOException {
    return http.newCall(request.build()).execute();
  }

  private static void expect(int status, Response response) {
    if (response.code() != status) {
      throw new ClusterException(
          "%s answered %d instead of %d"
              .formatted(response.request().url().encodedPath(), response.code(), status));
    }
  }

  private static void drain(InputStream in, long expected) throws IOException {
    byte[] block = new byte[BLOCK];
    long received = 0;
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      received += n;
    }
    if (received != expected) {
      throw new ClusterException("%d of %d bytes came back".formatted(received, expected));
    }
  }

  /** A body that does not say how long it is. */
  private static final class Pattern extends RequestBody {
    private final long bytes;

    Pattern(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public @Nullable MediaType contentType() {
      return OCTETS;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      byte[] block = new byte[BLOCK];
      PatternStream pattern = new PatternStream(bytes);
      for (int n = pattern.read(block); n >= 0; n = pattern.read(block)) {
        sink.write(block, 0, n);
      }
    }
  }
}
