package io.vitrine.registry.image.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageFilter;
import io.vitrine.registry.image.ImageFilter.Comparison;
import io.vitrine.registry.image.ImageFilter.DateField;
import io.vitrine.registry.image.ImageFilter.HasProperty;
import io.vitrine.registry.image.ImageFilter.HasTag;
import io.vitrine.registry.image.ImageFilter.NumberField;
import io.vitrine.registry.image.ImageFilter.NumberIs;
import io.vitrine.registry.image.ImageFilter.TextField;
import io.vitrine.registry.image.ImageFilter.TextIn;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.SortField;
import io.vitrine.registry.image.ImageQuery.SortKey;
import io.vitrine.registry.image.PropertySchema;
import io.vitrine.registry.image.SampleImages;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListRequestTest {
  private static final ImageForm FORM =
      new ImageForm(Set.of("raw"), Set.of("bare"), PropertySchema.NONE, 25, 1000);
  private static final Caller CALLER = new Caller("u", "demo", Set.of(Role.MEMBER, Role.READER));

  private static ListRequest request(String query) {
    return new ListRequest(UriText.query(query), FORM);
  }

  private static ImageQuery query(String query) {
    return request(query).toQuery(CALLER, false);
  }

  private static ImageFilter filter(String parameter) {
    return query(parameter).filters().getFirst();
  }

  @Test
  void readsTextFilters() {
    assertThat(filter("name=a")).isEqualTo(new TextIn(TextField.NAME, Set.of("a")));
    assertThat(filter("name=eq:in:a")).isEqualTo(new TextIn(TextField.NAME, Set.of("in:a")));
    assertThat(filter("name=cirros:0.6"))
        .isEqualTo(new TextIn(TextField.NAME, Set.of("cirros:0.6")));
    assertThat(filter("status=in:queued,active"))
        .isEqualTo(new TextIn(TextField.STATUS, Set.of("queued", "active")));
    assertThat(filter("os_distro=in:a,b")).isEqualTo(new HasProperty("os_distro", "in:a,b"));
    assertThat(filter("name~=Ci%25")).isEqualTo(new ImageFilter.NameContains("Ci%"));
  }

  @Test
  void readsNumbersAndBounds() {
    assertThat(filter("size_min=5"))
        .isEqualTo(new NumberIs(NumberField.SIZE, Comparison.GREATER_OR_EQUAL, 5));
    assertThat(filter("min_ram_max=-5"))
        .isEqualTo(new NumberIs(NumberField.MIN_RAM, Comparison.LESS_OR_EQUAL, -5));
    assertThat(filter("virtual_size=99999999999999999999"))
        .isEqualTo(new NumberIs(NumberField.VIRTUAL_SIZE, Comparison.EQUAL, Long.MAX_VALUE));
    assertThat(filter("foo_min=x")).isEqualTo(new HasProperty("foo_min", "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05.25, 2026-01-02T03:04:05.250Z",
    "2026-01-02T03:04:05%2B02:00, 2026-01-02T01:04:05Z",
    "2026-01-02 03:04, 2026-01-02T03:04:00Z",
    "20260102T030405-0130, 2026-01-02T04:34:05Z",
    "2026-01-02, 2026-01-02T00:00:00Z",
    "2026-02, 2026-02-01T00:00:00Z"
  })
  void readsDates(String text, Instant expected) {
    assertThat(filter("created_at=lt:" + text))
        .isEqualTo(new ImageFilter.DateIs(DateField.CREATED_AT, Comparison.LESS, expected));
    assertThat(filter("updated_at=" + text))
        .isEqualTo(new ImageFilter.DateIs(DateField.UPDATED_AT, Comparison.EQUAL, expected));
  }

  @Test
  void aRepeatedFilterHasToBeMetEachTime() {
    assertThat(query("tag=a&tag=b&a=1&a=2").filters())
        .containsExactlyInAnyOrder(
            new HasTag("a"), new HasTag("b"), new HasProperty("a", "1"), new HasProperty("a", "2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b | a;b",
        "\"a,b\",c | a,b;c",
        "\"a\\\"b\" | a\"b",
        "\"a\\\\\",b | a\\;b",
        "a\\b | a\\b",
        "a,,b | a;;b"
      })
  void readsListsOfValues(String text, String expected) {
    assertThat(QuotedList.parse(text)).containsExactly(expected.split(";"));
  }

  @Test
  void sortsInBothSyntaxes() {
    List<SortKey> expected =
        List.of(new SortKey(SortField.NAME, false), new SortKey(SortField.SIZE, true));

    assertThat(query("sort=name:asc,size").sort()).isEqualTo(expected);
    assertThat(query("sort=%20name:asc%20,%20size:desc").sort()).isEqualTo(expected);
    assertThat(query("sort_key=name&sort_key=size&sort_dir=asc&sort_dir=desc").sort())
        .isEqualTo(expected);
    assertThat(query("sort_key=name&sort_key=size&sort_dir=asc").sort())
        .isEqualTo(List.of(new SortKey(SortField.NAME, false), new SortKey(SortField.SIZE, false)));
    assertThat(query("sort_key=name").order())
        .isEqualTo(
            List.of(
                new SortKey(SortField.NAME, true),
                new SortKey(SortField.CREATED_AT, true),
                new SortKey(SortField.ID, true)));
  }

  @ParameterizedTest
  @CsvSource({"'',25", "limit=0,0", "limit=7,7", "limit=99999999999999,1000"})
  void limitsAPage(String text, int expected) {
    assertThat(query(text).limit()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=x",
        "limit=-1",
        "limit=",
        "marker=nonsense",
        "sort_key=colour",
        "sort_dir=up",
        "sort=name:up",
        "sort=",
        "sort=name&sort_key=name",
        "sort=name&sort_dir=asc",
        "sort_key=name&sort_dir=asc&sort_dir=asc",
        "visibility=secret",
        "protected=True",
        "os_hidden=maybe",
        "with_count=1",
        "size=x",
        "size=",
        "size_min=x",
        "min_ram_max=1.5",
        "id=neq:a",
        "name=neq:a",
        "status=gt:x",
        "checksum=lt:x",
        "name=in:\"a",
        "name=in:a\"b",
        "name=in:\"a\"b",
        "created_at=x",
        "created_at=",
        "created_at=in:2026-01-01",
        "created_at=gt:2026-02-30",
        "created_at=gt:0000-01-01",
        "created_at=gt:2026-01-01T00:00:00+02:00",
        "created_at=2026-01-01T25",
        "updated_at=gt:2026-01-01T00:00:00+99:00",
        "changes-since=2026-01-01",
        "properties=x",
        "locations=x",
        "tag=%00",
        "%00=x"
      })
  void refuses(String query) {
    assertThatThrownBy(
            () -> {
              request(query).wantsCount();
              query(query);
            })
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_REQUEST));
  }

  @Test
  void linksKeepEveryParameter() {
    // Given
    Image last = new SampleImages(1).next();
    ListRequest request =
        request(
            "tag=a%26b&tag=%C3%BC&sort_key=name&sort_key=size&name~=x&marker=" + UUID.randomUUID());
    // When
    ListRequest next = request(request.page().nextLink(last.id()).replace("/v2/images?", ""));
    ListRequest first = request(request.page().firstLink().replace("/v2/images?", ""));
    // Then
    assertThat(next.toQuery(CALLER, false).marker()).contains(last.id());
    assertThat(next.toQuery(CALLER, false).sort()).isEqualTo(request.toQuery(CALLER, false).sort());
    assertThat(next.toQuery(CALLER, false).filters())
        .containsExactlyInAnyOrderElementsOf(request.toQuery(CALLER, false).filters());
    assertThat(first.toQuery(CALLER, false).marker()).isEmpty();
    assertThat(first.toQuery(CALLER, false).filters())
        .containsExactlyInAnyOrderElementsOf(request.toQuery(CALLER, false).filters());
    assertThat(request("").page().firstLink()).isEqualTo("/v2/images");
  }
}
