package io.vitrine.metadefs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.Surroundings;
import io.vitrine.metadefs.namespace.Change;
import io.vitrine.metadefs.namespace.Changed;
import io.vitrine.metadefs.namespace.LoadMode;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.Namespaces;
import io.vitrine.metadefs.namespace.Visibility;
import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.namespace.part.Tag;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class LoadPredefinedTest {
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  @Inject LoadPredefined loadPredefined;
  @Inject Namespaces namespaces;

  private final NamespaceName one = new NamespaceName("one-" + UUID.randomUUID());
  private final NamespaceName other = new NamespaceName("other-" + UUID.randomUUID());

  private static NamespaceDocument document(NamespaceName name, String... tags) {
    return new NamespaceDocument(
        new NamespaceDraft(name, null, "as shipped", Visibility.PUBLIC, true, "admin"),
        Stream.of(tags).<Content>map(Tag::new).toList());
  }

  /** As a service does that comes with these. */
  private long start(int version, NamespaceDocument... documents) {
    return start(UpgradeMode.UPGRADE, version, documents);
  }

  private long start(UpgradeMode mode, int version, NamespaceDocument... documents) {
    return await(loadPredefined.load(new Predefined(version, List.of(documents)), mode));
  }

  private void tag(NamespaceName name, String tag) {
    await(namespaces.change(name, found -> found.orElseThrow().with(new Tag(tag), LATER)));
  }

  private void delete(NamespaceName name) {
    await(
        namespaces.change(
            name,
            found ->
                new Changed(
                    Optional.empty(), List.of(new Change.NamespaceDeleted(found.orElseThrow())))));
  }

  /** By somebody here. */
  private void load(NamespaceDocument document) {
    await(
        namespaces.change(
            document.name(), found -> document.into(found, LoadMode.OVERWRITE, LATER)));
  }

  private Optional<Namespace> find(NamespaceName name) {
    return await(namespaces.find(name));
  }

  private Optional<NamespaceDocument> shown(NamespaceName name) {
    return find(name).map(NamespaceDocument::of);
  }

  private static <T> T await(Uni<T> uni) {
    try {
      return VertxContextSupport.subscribeAndAwait(() -> uni);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theFirstStartLoadsAll() {
    assertThat(start(1, document(one, "a"), document(other))).isEqualTo(2);

    assertThat(shown(one)).contains(document(one, "a"));
    assertThat(shown(other)).contains(document(other));
  }

  @Test
  void anotherStartChangesNothing() {
    start(1, document(one, "a"));
    Optional<Namespace> loaded = find(one);

    assertThat(start(1, document(one, "a"))).isZero();

    assertThat(find(one)).isEqualTo(loaded);
  }

  @Test
  void anUpgradeReplacesWhatIsUntouchedAndAddsWhatIsNew() {
    start(1, document(one, "a", "b"));

    assertThat(start(2, document(one, "b", "c"), document(other))).isEqualTo(2);

    assertThat(shown(one)).contains(document(one, "b", "c"));
    assertThat(shown(other)).contains(document(other));
  }

  @Test
  void anUpgradeLeavesWhatWasChangedHere() {
    start(1, document(one, "a"));
    tag(one, "ours");

    assertThat(start(2, document(one, "b"))).isZero();
    assertThat(start(3, document(one, "a"))).isZero();

    assertThat(shown(one)).contains(document(one, "a", "ours"));
  }

  @Test
  void anUpgradeReplacesWhatWasChangedBack() {
    start(1, document(one, "a"));
    tag(one, "ours");
    start(2, document(one, "b"));
    load(document(one, "a"));

    start(3, document(one, "c"));

    assertThat(shown(one)).contains(document(one, "c"));
  }

  @Test
  void anUpgradeLeavesDeletedWhatWasDeletedHere() {
    start(1, document(one));
    delete(one);

    assertThat(start(1, document(one))).isZero();
    assertThat(start(2, document(one, "a"))).isZero();

    assertThat(find(one)).isEmpty();
  }

  @Test
  void aNamespaceOfOnesOwnStaysAndGoes() {
    load(document(one, "ours"));

    assertThat(start(1, document(one, "a"))).isZero();
    assertThat(start(2, document(one, "b"))).isZero();
    assertThat(shown(one)).contains(document(one, "ours"));

    delete(one);
    assertThat(start(3, document(one, "c"))).isZero();
    assertThat(find(one)).isEmpty();
  }

  @Test
  void overwritingBringsBackAll() {
    start(1, document(one, "a"), document(other));
    tag(one, "ours");
    delete(other);

    assertThat(start(UpgradeMode.OVERWRITE, 1, document(one, "a"), document(other))).isEqualTo(2);

    assertThat(shown(one)).contains(document(one, "a"));
    assertThat(shown(other)).contains(document(other));
    assertThat(start(2, document(one, "b"), document(other))).isOne();
  }

  @Test
  void anInstanceOfTheVersionBeforeTakesNothingBack() {
    start(2, document(one, "new"));

    assertThat(start(1, document(one, "old"))).isZero();

    assertThat(shown(one)).contains(document(one, "new"));
  }

  @Test
  void offIsOff() {
    assertThat(start(UpgradeMode.OFF, 1, document(one))).isZero();

    assertThat(find(one)).isEmpty();
  }

  @Test
  void instancesThatStartAtOnceLoadEachNamespaceOnce() throws Exception {
    // Given
    NamespaceDocument[] documents =
        Stream.generate(() -> document(new NamespaceName("many-" + UUID.randomUUID()), "a", "b"))
            .limit(10)
            .toArray(NamespaceDocument[]::new);
    Callable<Long> instance = () -> start(1, documents);
    // When
    long changed = 0;
    try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
      for (Future<Long> each :
          instances.invokeAll(List.of(instance, instance, instance, instance))) {
        changed += each.get();
      }
    }
    // Then
    assertThat(changed).isEqualTo(documents.length);
    assertThat(Stream.of(documents).map(document -> shown(document.name()).orElseThrow()))
        .containsExactly(documents);
  }
}
