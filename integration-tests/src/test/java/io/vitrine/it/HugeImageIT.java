package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * An image of 20 GiB that does not say how large it is, through a gateway and a store-service whose
 * heaps together are a hundredth of it: 128 MiB each, and either ends when that is not enough.
 */
class HugeImageIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final long SIZE = 20L << 30;

  /** Of as many zeros. */
  private static final String MD5 = "24eeb2845cbfda238b78fa165c21607d";

  private static final String SHA_512 =
      "acdb1ff05592e4e83c3b90daa006e301e42c16bb1324a140bc6d81638f06a60313fd5328b6c0a9fc3df8569ade85827c3285174dc496b05b459e1d238dcc9c06";

  @Test
  void passesThroughSmallHeaps() throws Exception {
    String token = CLUSTER.token("demo");
    try (HollowS3 s3 = new HollowS3();
        AnotherService store =
            AnotherService.launchStore(
                    CLUSTER,
                    "store-with-hollow-s3",
                    CLUSTER.url(PartName.REGISTRY),
                    Map.of("VITRINE_STORES_PRIMARY_ENDPOINT", s3.url()))
                .awaitReady();
        AnotherGateway gateway =
            AnotherGateway.start(
                CLUSTER, "gateway-of-hollow-s3", Map.of("VITRINE_ROUTES_STORE", store.url()))) {
      // Given
      ImageApi demo = gateway.with(token);
      String id = demo.create("raw");

      // When
      int status = upload(gateway.url() + "/v2/images/" + id + "/file", token);

      // Then
      assertThat(status).isEqualTo(204);
      JsonNode image = demo.show(id);
      assertThat(image.get("status").asText()).isEqualTo("active");
      assertThat(image.get("size").asLong()).isEqualTo(SIZE);
      assertThat(image.get("checksum").asText()).isEqualTo(MD5);
      assertThat(image.get("os_hash_value").asText()).isEqualTo(SHA_512);
      assertThat(s3.bytes()).isEqualTo(SIZE);
      assertThat(s3.parts()).isLessThanOrEqualTo(10_000);
      assertThat(s3.mostPartsAtOnce()).isLessThanOrEqualTo(3);
      assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(204);
    }
  }

  private static int upload(String url, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("X-Auth-Token", token)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofInputStream(Zeros::new))
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
      return answer.statusCode();
    }
  }

  private static final class Zeros extends InputStream {
    private long left = SIZE;

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int at, int length) {
      Objects.checkFromIndexSize(at, length, into.length);
      if (left == 0) {
        return -1;
      }
      int given = (int) Math.min(length, left);
      Arrays.fill(into, at, at + given, (byte) 0);
      left -= given;
      return given;
    }
  }
}
