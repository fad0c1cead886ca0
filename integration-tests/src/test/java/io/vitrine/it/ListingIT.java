package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.it.ImageApi.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test has its own few images, which carry a property that no other image has. */
class ListingIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final String mark = UUID.randomUUID().toString();

  private JsonNode create(String json) {
    try {
      ObjectNode body = (ObjectNode) JSON.readTree(json.replace('\'', '"'));
      Answer answer = demo.post("/v2/images", body.put("mark", mark).toString());
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      return answer.json();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String url(String query) {
    return "/v2/images?mark=" + mark + (query.isEmpty() ? "" : "&" + query);
  }

  private JsonNode page(String query) {
    Answer answer = demo.get(url(query));
    assertThat(answer.status()).as(query + ": " + answer.text()).isEqualTo(200);
    return answer.json();
  }

  private List<String> names(String query) {
    List<String> names = new ArrayList<>();
    page(query).get("images").forEach(image -> names.add(image.get("name").asText()));
    return names;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String abc = "";

  @BeforeEach
  void threeImages() {
    create(
        "{'name':'a','disk_format':'raw','container_format':'bare','min_ram':1,'tags':['x'],"
            + "'os_distro':'debian'}");
    create("{'name':'b,c','disk_format':'qcow2','min_ram':2,'min_disk':5,'tags':['x','y']}");
    abc = create("{'name':'ABC:1','protected':true,'os_distro':'in:a,b'}").get("id").asText();
    create("{'name':'hidden','os_hidden':true}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                    | a;b,c;ABC:1",
        "name=a                              | a",
        "name=eq:a                           | a",
        "name=ABC:1                          | ABC:1",
        "name=in:a,\"b,c\"                   | a;b,c",
        "name=in:a,ABC:1                     | a;ABC:1",
        "name~=b                             | b,c;ABC:1",
        "name~=B&name~=,                     | b,c",
        "status=in:queued,active             | a;b,c;ABC:1",
        "status=active                       | ",
        "disk_format=in:raw,qcow2            | a;b,c",
        "container_format=bare               | a",
        "min_ram_min=1&min_ram_max=1         | a",
        "min_disk=5                          | b,c",
        "min_ram=2                           | b,c",
        "size_min=0                          | ",
        "tag=x                               | a;b,c",
        "tag=x&tag=y                         | b,c",
        "protected=true                      | ABC:1",
        "os_hidden=True                      | hidden",
        "os_distro=debian                    | a",
        "os_distro=in:a,b                    | ABC:1",
        "foo_min=1                           | ",
        "owner=demo&visibility=shared        | a;b,c;ABC:1",
        "owner=alt_demo                      | ",
        "visibility=private                  | ",
        "created_at=gt:2020-01-01            | a;b,c;ABC:1",
        "updated_at=lte:2020-01-01T00:00:00Z | ",
        "deleted=true                        | a;b,c;ABC:1",
        "limit=0                             | "
      })
  void filters(String query, String expected) {
    String parameters = query == null ? "" : query.replace("\"", "%22");

    assertThat(names(parameters))
        .containsExactlyInAnyOrder(expected == null ? new String[0] : expected.split(";"));
  }

  @Test
  void findsByIdAndByTheDateItShows() {
    String created = demo.show(abc).get("created_at").asText();
    String later = Instant.parse(created).plusSeconds(1).toString();

    assertThat(names("id=in:" + UUID.randomUUID() + "," + abc.toUpperCase(Locale.ROOT)))
        .containsExactly("ABC:1");
    assertThat(names("id=" + abc + "&created_at=" + created)).containsExactly("ABC:1");
    assertThat(names("id=" + abc + "&created_at=eq:" + created)).containsExactly("ABC:1");
    assertThat(names("id=" + abc + "&created_at=lte:" + created)).containsExactly("ABC:1");
    assertThat(names("id=" + abc + "&created_at=gt:" + created)).isEmpty();
    assertThat(names("id=" + abc + "&created_at=neq:" + created)).isEmpty();
    assertThat(names("id=" + abc + "&created_at=gte:" + created + "&created_at=lt:" + later))
        .containsExactly("ABC:1");
  }

  @Test
  void findsAnyOfSeveralContainerFormats() {
    create("{'name':'box','container_format':'ovf'}");

    assertThat(names("container_format=in:bare,ovf")).containsExactlyInAnyOrder("a", "box");
  }

  @Test
  void whatIsHiddenIsThereForThoseWhoKnowItsId() {
    String id = ids(page("os_hidden=true")).getFirst();

    assertThat(ids(page(""))).doesNotContain(id);
    assertThat(demo.show(id).get("os_hidden").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "visibility=all", "deleted=true", "os_hidden=true", "status=deleted"})
  void noListHasDeletedImages(String query) {
    demo.patch(abc, "[{\"op\":\"replace\",\"path\":\"/protected\",\"value\":false}]");
    assertThat(demo.delete("/v2/images/" + abc).status()).isEqualTo(204);

    assertThat(ids(page(query))).doesNotContain(abc);
    assertThat(ids(page("id=" + abc + "&" + query))).isEmpty();
  }

  @Test
  void aPageHas25ImagesUnlessMoreOrFewerAreAskedFor() {
    for (int i = 0; i < 30; i++) {
      create("{'name':'n','tags':['many']}");
    }

    assertThat(page("tag=many").get("images")).hasSize(25);
    assertThat(page("tag=many&limit=2").get("images")).hasSize(2);
    assertThat(page("tag=many&limit=2").has("next")).isTrue();
    assertThat(page("tag=many&limit=28").get("images")).hasSize(28);
    assertThat(page("tag=many&limit=30").get("images")).hasSize(30);
  }

  /** They belong to a project of their own, so that no other test's lists grow. */
  @Test
  void aPageHasAtMost1000Images() throws Exception {
    // Given
    ImageApi admin = cluster.as("admin");
    String body = "{\"owner\":\"%s\",\"visibility\":\"private\"}".formatted(mark);
    Semaphore eightAtOnce = new Semaphore(8);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> creates =
          Collections.nCopies(
              1001,
              () -> {
                eightAtOnce.acquire();
                try {
                  return admin.post("/v2/images", body).status();
                } finally {
                  eightAtOnce.release();
                }
              });
      for (Future<Integer> created : threads.invokeAll(creates)) {
        assertThat(created.get()).isEqualTo(201);
      }
    }
    // When
    JsonNode page = admin.get("/v2/images?owner=" + mark + "&limit=99999").json();
    // Then
    assertThat(page.get("images")).hasSize(1000);
    assertThat(admin.get(page.get("next").asText()).json().get("images")).hasSize(1);
  }

  @Test
  void findsManyIdsAtOnce() {
    String others = (UUID.randomUUID() + ",").repeat(200);

    assertThat(names("id=in:" + others + abc)).containsExactly("ABC:1");
  }

  @Test
  void findsByWhatWasUploaded() {
    // Given
    JsonNode image = create("{'name':'data','disk_format':'raw','container_format':'bare'}");
    String id = image.get("id").asText();
    assertThat(demo.upload(id, new byte[] {1, 2, 3}).status()).isEqualTo(204);
    JsonNode shown = demo.show(id);
    // Then
    for (String property :
        List.of("checksum", "os_hash_algo", "os_hash_value", "size", "virtual_size", "status")) {
      assertThat(names(property + "=" + shown.get(property).asText()))
          .as(property)
          .containsExactly("data");
    }
    assertThat(names("size_min=3&size_max=3")).containsExactly("data");
    assertThat(names("size_min=4")).isEmpty();
  }

  @Test
  void sortsInBothSyntaxes() {
    assertThat(names("sort=name:asc")).containsExactly("ABC:1", "a", "b,c");
    assertThat(names("sort_key=name&sort_dir=desc")).containsExactly("b,c", "a", "ABC:1");
    assertThat(names("sort=container_format:desc,disk_format:asc,name:desc"))
        .containsExactly("a", "ABC:1", "b,c");
    assertThat(names("sort_key=disk_format&sort_key=name&sort_dir=desc&sort_dir=asc"))
        .containsExactly("a", "b,c", "ABC:1");
    assertThat(names("")).containsExactly("ABC:1", "b,c", "a");
  }

  @Test
  void sortsByNameAndThenBySize() {
    // Given
    List<String> bySize = new ArrayList<>();
    for (int size : new int[] {3, 1, 2}) {
      String id =
          create("{'name':'a','disk_format':'raw','container_format':'bare','tags':['sized']}")
              .get("id")
              .asText();
      assertThat(demo.upload(id, new byte[size]).status()).isEqualTo(204);
      bySize.add(id);
    }
    // Then
    assertThat(ids(page("tag=sized&sort=name:asc,size:desc")))
        .containsExactly(bySize.get(0), bySize.get(2), bySize.get(1));
    // One direction is for all keys.
    assertThat(ids(page("tag=sized&sort_key=name&sort_key=size&sort_dir=asc")))
        .containsExactly(bySize.get(1), bySize.get(2), bySize.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sort=name:asc",
        "sort_key=name&sort_key=disk_format&sort_dir=asc&sort_dir=desc",
        "sort=size:asc,name:desc,created_at:asc",
        "tag=p&tag=q&sort_key=updated_at"
      })
  void followingNextSeesEverythingOnce(String query) {
    // Given
    for (int i = 0; i < 7; i++) {
      create("{'name':'n%d','tags':['p','q','r%d']}".formatted(i % 3, i));
    }
    List<String> all = ids(page(query));
    // When
    List<String> seen = new ArrayList<>();
    String next = url((query.isEmpty() ? "" : query + "&") + "limit=2");
    while (next != null) {
      JsonNode page = demo.get(next).json();
      seen.addAll(ids(page));
      next = page.path("next").textValue();
    }
    // Then
    assertThat(seen).isEqualTo(all);
    assertThat(all).hasSizeGreaterThanOrEqualTo(7);
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.get("images").forEach(image -> ids.add(image.get("id").asText()));
    return ids;
  }

  @Test
  void linksKeepRepeatedParameters() {
    JsonNode page = page("tag=x&tag=y&name~=" + encoded("b,") + "&limit=1");

    for (String link : List.of("first", "next")) {
      assertThat(page.get(link).asText())
          .startsWith("/v2/images?")
          .contains("tag=x", "tag=y", "limit=1", "mark=" + mark);
    }
    assertThat(page.get("schema").asText()).isEqualTo("/v2/schemas/images");
    assertThat(page("").has("next")).isFalse();
  }

  @Test
  void countsWhenAskedTo() {
    assertThat(page("limit=1&with_count=true").get("total_count").asInt()).isEqualTo(3);
    assertThat(page("limit=0&tag=x&with_count=true").get("total_count").asInt()).isEqualTo(2);
    assertThat(page("limit=1").has("total_count")).isFalse();
  }

  @Test
  void aPageBeyondTheLastOneIsEmpty() {
    String last = ids(page("")).getLast();

    assertThat(ids(page("marker=" + last))).isEmpty();
    assertThat(demo.get(url("marker=" + UUID.randomUUID())).status()).isEqualTo(400);
    assertThat(cluster.as("alt_demo").get("/v2/images?marker=" + last).status()).isEqualTo(400);
  }

  @Test
  void othersDoNotSeeWhatIsNotPublic() {
    assertThat(ids(cluster.as("alt_demo").get(url("")).json())).isEmpty();
    assertThat(ids(cluster.as("alt_demo").get(url("visibility=all")).json())).isEmpty();
    demo.patch(abc, "[{\"op\":\"replace\",\"path\":\"/visibility\",\"value\":\"community\"}]");
    assertThat(ids(cluster.as("alt_demo").get(url("")).json())).isEmpty();
    assertThat(ids(cluster.as("alt_demo").get(url("visibility=all")).json())).containsExactly(abc);
    assertThat(ids(cluster.as("alt_demo").get(url("visibility=community&owner=demo")).json()))
        .containsExactly(abc);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=x                        | limit param must be an integer",
        "limit=-1                       | limit param must be positive",
        "marker=nonsense                | No image found with ID nonsense",
        "sort_key=colour                | Invalid sort key: colour.",
        "sort=foo                       | Invalid sort key: foo.",
        "sort_dir=up                    | Invalid sort direction: up",
        "sort=name:up                   | Invalid sort direction: up",
        "sort=name&sort_key=name        | Old and new sorting syntax cannot be combined",
        "sort_key=name&sort_dir=asc&sort_dir=asc | Number of sort dirs does not match",
        "sort_key=name&sort_key=id&sort_dir=asc&sort_dir=asc&sort_dir=asc | Number of sort dirs",
        "visibility=secret              | Invalid visibility value: secret",
        "protected=True                 | True",
        "os_hidden=maybe                | maybe",
        "with_count=maybe               | maybe",
        "size_min=x                     | Unable to filter on a range with a non-numeric value.",
        "name=neq:a                     | Unable to filter by unknown operator 'neq'.",
        "id=gt:a                        | Unable to filter by unknown operator 'gt'.",
        "name=in:%22a                   | The quote is not closed.",
        "created_at=yesterday           | Use ISO 8601 DateTime notation.",
        "created_at=gt:2026-02-30       | Use ISO 8601 DateTime notation.",
        "changes-since=2026-01-01       | no longer available on v2",
        "properties=x                   | properties",
        "locations=x                    | locations",
        "tag=%00                        | ",
        "%00=x                          | "
      })
  void refusesBadQueries(String query, String reason) {
    Answer answer = demo.get(url(query), Map.of("Accept", "application/json"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("message").asText()).contains(reason == null ? "" : reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name=in:",
        "id=x",
        "id=in:",
        "=",
        "=x",
        "a",
        "%F0%9F%98%80=%F0%9F%98%80",
        "name~=",
        "name~=%25%5C_",
        "size=-9999999999999999999999",
        "created_at=gt:9999-12-31T23:59:59Z",
        "created_at=gt:0001-01-01",
        "created_at=lt:9999-12-31T23:59:59-18:00",
        "%27%3B--=x",
        "name=%27%3B%20drop%20table%20images",
        "a=%3Aname",
        "%3Ap0=%3F",
        "a%3F%7C=x"
      })
  void answersOddQueries(String query) {
    assertThat(demo.get(url(query)).status()).isEqualTo(200);
  }
}
