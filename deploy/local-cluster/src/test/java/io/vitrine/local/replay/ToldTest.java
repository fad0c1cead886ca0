package io.vitrine.local.replay;

import static io.vitrine.local.replay.Facts.IMAGE;
import static io.vitrine.local.replay.Facts.fact;
import static io.vitrine.local.replay.Facts.image;
import static io.vitrine.local.replay.Facts.member;
import static io.vitrine.local.replay.Facts.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToldTest {
  private static final Subject ONE = new Subject(Subject.Kind.IMAGE, IMAGE);
  private static final Subject MEMBERS = new Subject(Subject.Kind.MEMBERS, IMAGE);
  private static final Subject DEFINITIONS = new Subject(Subject.Kind.NAMESPACE, "OS::A");
  private static final String TIMES =
      "'created_at':'2026-01-02T03:04:05.6Z','updated_at':'2026-01-02T03:04:06.7Z'";
  private static final String TAG = ",'tag':{'name':'%s'," + TIMES + "}";

  private final Told told = new Told();

  private void take(TopicFact... facts) {
    List.of(facts).forEach(told::take);
  }

  private Optional<String> name() {
    return told.of(ONE).map(fields -> fields.values().get("name").asText());
  }

  private Iterable<String> members() {
    return told.of(MEMBERS).orElseThrow().values().keySet();
  }

  @Test
  void tellsAnImageAsTheApiShowsIt() {
    // When
    take(image("created", 1));
    // Then
    assertThat(told.of(ONE)).contains(Facts.shown(1));
    assertThat(told.subjects()).containsExactly(ONE, MEMBERS);
  }

  @Test
  void tellsWhereTheBytesOfAnImageAreAndWhereTheyGo() {
    // When
    take(
        fact(
            "image.updated",
            "{'image':%s}"
                .formatted(
                    image(
                        1,
                        ",'stores':['b','a'],'importing_to_stores':['d','c'],'failed_import':[]"))));
    // Then
    Fields shown =
        ApiCatalogue.image(
            Facts.json(
                "{'stores':'a,b','tags':['a','b'],'os_glance_importing_to_stores':'d,c','os_glance_failed_import':''}"));
    assertThat(told.of(ONE).orElseThrow().values()).containsAllEntriesOf(shown.values());
  }

  @Test
  void whatComesAgainOrLateChangesNothing() {
    // Given
    TopicFact first = image("created", 1);
    // When
    take(first, image("updated", 3), first, image("updated", 2));
    // Then
    assertThat(name()).contains("v3");
    assertThat(told.images().repeated()).isEqualTo(1);
    assertThat(told.images().late()).isEqualTo(1);
    assertThat(told.images().untoldVersions()).isZero();
  }

  @Test
  void aDeletedImageIsGoneUntilItIsRestored() {
    // Given
    take(image("created", 1), member("added", 2, "alt", "pending"));
    TopicFact deletion = image("deleted", 2);
    // When
    take(deletion, image("updated", 2));
    // Then
    assertThat(told.subjects()).isEmpty();
    assertThat(told.images().deleted()).isEqualTo(1);
    // When
    take(image("restored", 3), deletion);
    // Then
    assertThat(name()).contains("v3");
    assertThat(members()).containsExactly("alt");
  }

  @Test
  void membersComeAndGoOneByOne() {
    // When
    take(
        image("created", 1),
        member("added", 2, "a", "pending"),
        member("added", 3, "b", "pending"),
        member("updated", 4, "b", "accepted"),
        member("removed", 5, "a", "pending"),
        member("added", 2, "a", "pending"));
    // Then
    assertThat(members()).containsExactly("b");
    assertThat(told.of(MEMBERS).orElseThrow().values().get("b"))
        .isEqualTo(
            Facts.json(
                "{'status':'accepted','created_at':'2026-01-02T03:04:05Z','updated_at':'2026-01-02T03:04:05Z'}"));
  }

  @Test
  void anImageThatIsNotSharedShowsNoMembers() {
    // Given
    take(image("created", 1), member("added", 2, "a", "pending"));
    // When
    take(
        fact("image.updated", "{'image':%s}".formatted(image(3).replace("'shared'", "'private'"))));
    // Then
    assertThat(told.of(MEMBERS)).isEmpty();
    assertThat(told.subjects()).containsExactly(ONE);
  }

  @Test
  void noticesThatFactsAreMissing() {
    // When
    take(image("updated", 2), image("updated", 3), image("updated", 6), image("deleted", 6));
    // Then
    assertThat(told.images().begunLater()).isEqualTo(1);
    assertThat(told.images().untoldVersions()).isEqualTo(2);
  }

  @Test
  void tellsANamespaceAsTheApiShowsIt() {
    // When
    take(
        namespace("namespace-created", 0, ""),
        namespace(
            "property-created",
            1,
            ",'property':{'name':'p','definition':{'type':'number','minimum':1.5}," + TIMES + "}"),
        namespace(
            "object-created",
            2,
            ",'object':{'name':'o','description':null,'required':['q'],'properties':{'q':{'type':'string'}},"
                + TIMES
                + "}"),
        namespace("tag-created", 3, TAG.formatted("t")),
        namespace(
            "resource-type-associated",
            4,
            ",'resource_type':{'name':'OS::X','prefix':'x_','properties_target':null,"
                + TIMES
                + "}"));
    // Then
    String times = "'created_at':'2026-01-02T03:04:05Z','updated_at':'2026-01-02T03:04:06Z'";
    assertThat(told.of(DEFINITIONS))
        .contains(
            ApiCatalogue.namespace(
                Facts.json(
                    """
                    {'namespace':'OS::A','display_name':'A','visibility':'public','protected':false,
                     'owner':'admin',%1$s,'self':'s','schema':'s',
                     'properties':{'p':{'type':'number','minimum':1.5}},
                     'objects':[{'name':'o','required':['q'],'properties':{'q':{'type':'string'}},
                       %1$s,'self':'s','schema':'s'}],
                     'tags':[{'name':'t'}],
                     'resource_type_associations':[{'name':'OS::X','prefix':'x_',%1$s}]}
                    """
                        .formatted(times))));
  }

  @Test
  void partsAreRenamedAndGo() {
    // When
    take(
        namespace("namespace-created", 0, ""),
        namespace("tag-created", 1, TAG.formatted("t")),
        namespace("tag-updated", 2, TAG.formatted("u") + ",'old_name':'t'"),
        namespace("tag-created", 3, TAG.formatted("v")),
        namespace("tag-deleted", 4, TAG.formatted("v")));
    // Then
    assertThat(told.of(DEFINITIONS).orElseThrow().values().keySet())
        .filteredOn(name -> name.startsWith("tag"))
        .containsExactly("tag u");
  }

  @Test
  void factsOfOneVersionAllCountAndEachOnce() {
    // Given
    TopicFact gone = namespace("tag-deleted", 1, TAG.formatted("t"));
    take(namespace("namespace-created", 0, ""), namespace("tag-created", 0, TAG.formatted("t")));
    // When
    take(gone, namespace("tag-created", 1, TAG.formatted("t")), gone);
    // Then
    assertThat(told.of(DEFINITIONS).orElseThrow().values()).containsKey("tag t");
    assertThat(told.namespaces().repeated()).isEqualTo(1);
  }

  @Test
  void aDeletedNamespaceIsGone() {
    // When
    take(namespace("namespace-created", 0, ""), namespace("namespace-deleted", 1, ""));
    // Then
    assertThat(told.subjects()).isEmpty();
  }

  @Test
  void aNamespaceIsThereWhenItsNamesakesEndIsReadAfterItsBeginning() {
    // When
    take(
        namespace("namespace-created", 0, ""),
        namespace("00000000-0000-0000-0000-000000000001", "namespace-created", 0, ""),
        namespace("00000000-0000-0000-0000-000000000001", "namespace-deleted", 1, ""));
    // Then
    assertThat(told.of(DEFINITIONS)).isPresent();
    assertThat(told.subjects()).containsExactly(DEFINITIONS);
    // When
    take(namespace("namespace-deleted", 1, ""));
    // Then
    assertThat(told.subjects()).isEmpty();
  }
}
