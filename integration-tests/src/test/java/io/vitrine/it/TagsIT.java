package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsIT {
  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");

  private static Answer put(ImageApi api, String id, String tag) {
    return api.send("PUT", path(id, tag), Map.of(), BodyPublishers.noBody());
  }

  private static String path(String id, String tag) {
    return "/v2/images/" + id + "/tags/" + tag;
  }

  private List<String> tags(String id) {
    List<String> tags = new ArrayList<>();
    demo.show(id).get("tags").forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  @Test
  void aTagIsThereOnceHoweverOftenItIsPut() {
    String id = demo.create("raw");

    assertThat(put(demo, id, "lts").status()).isEqualTo(204);
    assertThat(put(demo, id, "lts").status()).isEqualTo(204);
    assertThat(put(demo, id, "arm64").status()).isEqualTo(204);

    assertThat(tags(id)).containsExactlyInAnyOrder("lts", "arm64");
  }

  @Test
  void aTagIsRemovedOnce() {
    String id = demo.create("raw");
    put(demo, id, "lts");

    assertThat(demo.delete(path(id, "lts")).status()).isEqualTo(204);

    assertThat(tags(id)).isEmpty();
    assertThat(demo.delete(path(id, "lts")).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "a%20b, a b",
    "a+b, a+b",
    "a%25b, a%b",
    "a;b, a;b",
    "c%3Bd, c;d",
    "%C3%A9t%C3%A9, été",
    "%F0%9F%98%80, 😀",
    "x:y@z!$&()*=~, x:y@z!$&()*=~"
  })
  void aTagInAPathIsPercentEncoded(String encoded, String tag) {
    String id = demo.create("raw");

    assertThat(put(demo, id, encoded).status()).isEqualTo(204);
    assertThat(tags(id)).containsExactly(tag);

    assertThat(demo.delete(path(id, encoded)).status()).isEqualTo(204);
    assertThat(tags(id)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a%2Fb, 404", "a/b, 404", "%2E%2E, 404", "%00, 404", "%FF, 400"})
  void whatIsNoTagIsRefused(String encoded, int status) {
    String id = demo.create("raw");

    assertThat(put(demo, id, encoded).status()).isEqualTo(status);
    assertThat(tags(id)).isEmpty();
  }

  @Test
  void aTagHasAtMost255Characters() {
    String id = demo.create("raw");
    String longest = "t".repeat(255);

    assertThat(put(demo, id, longest).status()).isEqualTo(204);
    assertThat(put(demo, id, longest + "t").status()).isEqualTo(400);
    assertThat(tags(id)).containsExactly(longest);
  }

  @Test
  void anImageHasAtMost128Tags() {
    // Given
    String tags =
        IntStream.range(0, 128)
            .mapToObj("\"t%d\""::formatted)
            .collect(Collectors.joining(",", "{\"tags\":[", "]}"));
    String id = demo.post("/v2/images", tags).json().get("id").asText();
    // When
    Answer oneMore = put(demo, id, "one-more");
    // Then
    assertThat(oneMore.status()).isEqualTo(413);
    assertThat(put(demo, id, "t0").status()).isEqualTo(204);
    assertThat(demo.show(id).get("tags")).hasSize(128);
  }

  @Test
  void refusesABody() {
    String id = demo.create("raw");

    assertThat(demo.put(path(id, "x"), new byte[] {1}).status()).isEqualTo(400);
    assertThat(demo.send("DELETE", path(id, "x"), Map.of(), BodyPublishers.ofString("{}")).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PATCH"})
  void aTagHasNoOtherMethods(String method) {
    String id = demo.create("raw");
    put(demo, id, "x");

    Answer answer = demo.send(method, path(id, "x"), Map.of(), BodyPublishers.noBody());

    assertThat(answer.status()).isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource({
    "shared, demo_reader, 403",
    "shared, alt_demo, 404",
    "private, alt_demo, 404",
    "community, alt_demo, 403",
    "shared, admin, 204"
  })
  void onlyThoseWhoMayChangeAnImageTagIt(String visibility, String user, int status) {
    // Given
    JsonNode image =
        demo.post("/v2/images", "{\"visibility\":\"%s\"}".formatted(visibility)).json();
    String id = image.get("id").asText();
    put(demo, id, "kept");
    // When
    Answer added = put(cluster.as(user), id, "added");
    Answer removed = cluster.as(user).delete(path(id, "kept"));
    // Then
    assertThat(added.status()).isEqualTo(status);
    assertThat(removed.status()).isEqualTo(status);
    assertThat(tags(id)).containsExactly(status == 204 ? "added" : "kept");
  }

  @Test
  void anImageThatIsNotThereHasNoTags() {
    assertThat(put(demo, UUID.randomUUID().toString(), "x").status()).isEqualTo(404);
    assertThat(put(demo, "nonsense", "x").status()).isEqualTo(404);
  }
}
