package io.vitrine.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageHostTest {

  @Test
  void servesItsFilesWhereItsSettingsAllowThem(@TempDir Path root) throws Exception {
    // Given
    Path folder = Files.createDirectories(root.resolve(".vitrine/images"));
    Path file = Files.write(folder.resolve("disk.qcow2.gz"), new byte[] {1, 2, 3});
    try (ImageHost host = new ImageHost(folder);
        HttpClient client = HttpClient.newHttpClient()) {
      URI url = URI.create(host.url(file));
      // When
      HttpResponse<byte[]> answer =
          client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
      // Then
      assertThat(answer.body()).containsExactly(1, 2, 3);
      assertThat(host.settings())
          .containsEntry("VITRINE_FETCH_ALLOWED_NETWORKS", url.getHost())
          .containsEntry("VITRINE_FETCH_ALLOWED_PORTS", "" + url.getPort());
    }
  }
}
