package io.vitrine.registry.image.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.registry.TestDatabase;
import io.vitrine.registry.image.ImageFilter;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.SortField;
import io.vitrine.registry.image.ImageQuery.SortKey;
import io.vitrine.registry.image.MemberStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where an index is in the order of a list, its pages are ranges of that index. Images that are
 * shared with the caller have no such order: they are looked up one by one.
 */
class PagePlanTest {
  private static final UUID MARKER = UUID.fromString("00000000-0000-0000-0000-000000005000");
  private static TestDatabase database;

  @BeforeAll
  static void fill() {
    database = TestDatabase.start(ImageRow.class);
    database.execute(
        """
        insert into images (
          id, version, owner, name, status, visibility, min_disk, min_ram, protected, os_hidden,
          tags, properties, data, created_at, updated_at)
        select cast('00000000-0000-0000-0000-' || lpad(i::text, 12, '0') as uuid), 1,
          case when i % 10 = 0 then 'demo' else 'p' || i % 100 end, 'name ' || md5(i::text),
          'active', case i % 20 when 1 then 'public' when 2 then 'shared' else 'private' end,
          0, 0, false, false,
          array['t' || i], jsonb_build_object('a', i::text),
          jsonb_build_object('size', i, 'checksum', i::text, 'os_hash_value', i::text),
          now() - i * interval '1 second', now()
        from generate_series(1, 20000) i
        """);
    database.execute(
        """
        insert into image_members
        select id, case when name like 'name 0%' then 'demo' else owner || 'x' end, 'accepted',
          created_at, created_at
        from images where visibility = 'shared'
        """);
    database.execute("vacuum analyze images");
    database.execute("vacuum analyze image_members");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  private static List<String> plan(PageSql page) {
    PageSql explain = new PageSql("explain (costs off) " + page.sql(), page.parameters());
    return database
        .sessions()
        .withSession(session -> explain.query(session, String.class).getResultList())
        .await()
        .indefinitely();
  }

  private static ImageQuery query(
      boolean admin, List<ImageFilter> filters, SortKey sort, Optional<UUID> marker) {
    return new ImageQuery(
        "demo",
        admin,
        Optional.empty(),
        Set.of(MemberStatus.ACCEPTED),
        false,
        filters,
        List.of(sort),
        marker,
        25);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED_AT,true,created",
    "CREATED_AT,false,created",
    "UPDATED_AT,true,updated",
    "NAME,false,name",
    "NAME,true,name"
  })
  void aPageIsReadFromItsMarkerOn(SortField field, boolean descending, String index) {
    SortKey sort = new SortKey(field, descending);

    for (boolean admin : new boolean[] {false, true}) {
      List<String> plan = plan(PageSql.page(query(admin, List.of(), sort, Optional.of(MARKER))));

      assertThat(plan).anyMatch(line -> line.contains("using images_owner_" + index));
      assertThat(plan).anyMatch(line -> line.contains("using images_visibility_" + index));
      for (int i = 0; i < plan.size(); i++) {
        if (plan.get(i).matches(".* on images( .*)?")) {
          assertThat(plan.get(i)).containsPattern("using images_(owner|visibility|pkey)");
          boolean lookup = plan.get(i).contains("images_pkey");
          assertThat(plan.get(i + 1)).contains("Index Cond", lookup ? "(id = " : "ROW(");
        }
      }
    }
  }

  @Test
  void whatIsRareIsLookedUp() {
    SortKey sort = new SortKey(SortField.CREATED_AT, true);
    for (var filter :
        List.of(
            new Indexed("images_properties", new ImageFilter.HasProperty("a", "77")),
            new Indexed("images_tags", new ImageFilter.HasTag("t77")),
            new Indexed("images_name_text", new ImageFilter.NameContains("1a2b3c4d")),
            new Indexed(
                "images_checksum",
                new ImageFilter.TextIn(ImageFilter.TextField.CHECKSUM, Set.of("77"))),
            new Indexed(
                "images_hash",
                new ImageFilter.TextIn(ImageFilter.TextField.OS_HASH_VALUE, Set.of("77"))))) {
      assertThat(plan(PageSql.count(query(true, List.of(filter.by()), sort, Optional.empty()))))
          .anyMatch(line -> line.contains(filter.index()));
    }
  }

  private record Indexed(String index, ImageFilter by) {}
}
