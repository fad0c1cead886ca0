package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.local.Acls.Grant;
import io.vitrine.local.Acls.Right;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AclsTest {
  private static final String DEAD_LETTERS = "vitrine.dead-letters";

  /** What only operators' programs send. */
  private static final Set<String> FROM_OUTSIDE = Set.of("vitrine.commands");

  private final Checkout checkout = Checkout.find();

  @Test
  void readsWhoMayDoWhat() throws IOException {
    // Given
    String file =
        """
        # a comment
        some-program.read = vitrine.images \\
          vitrine.tasks
        some-program.group = some-program-*
        """;

    // When
    Acls acls = Acls.parse(new StringReader(file));

    // Then
    assertThat(acls.all())
        .containsExactlyInAnyOrder(
            new Grant("some-program", Right.READ, "vitrine.images"),
            new Grant("some-program", Right.READ, "vitrine.tasks"),
            new Grant("some-program", Right.GROUP, "some-program-*"));
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatGrantsNothingOrTooMuch(Wrong wrong) {
    assertThatThrownBy(() -> Acls.parse(new StringReader(wrong.line)))
        .hasMessageContaining(wrong.line.split(" ")[0]);
  }

  private enum Wrong {
    AN_UNKNOWN_RIGHT("someone.own = vitrine.images"),
    NO_PRINCIPAL("read = vitrine.images"),
    NOTHING("someone.read ="),
    EVERYTHING("someone.read = *");

    private final String line;

    Wrong(String line) {
      this.line = line;
    }
  }

  /**
   * Exactly what the channels need; a service with an outbox also writes the topics of its facts.
   */
  @ParameterizedTest
  @EnumSource(names = {"REGISTRY", "METADEFS", "STORE", "WORKER", "GATEWAY"})
  void givesAServiceWhatItsChannelsNeedAndNoMore(PartName service) throws IOException {
    // Given
    var channels = new Channels(service);

    // When
    Set<Grant> granted = grantedTo("vitrine-" + service.id());

    // Then
    Set<Grant> needed = new HashSet<>(channels.needs());
    if (channels.hasOutbox()) {
      granted.stream().filter(this::isOfAFact).forEach(needed::add);
    }
    assertThat(granted).containsExactlyInAnyOrderElementsOf(needed);
  }

  private boolean isOfAFact(Grant grant) {
    return grant.right() == Right.WRITE && !grant.name().equals(DEAD_LETTERS);
  }

  @Test
  void letsOneServiceWriteEachTopicAndNobodyAnother() throws IOException {
    // Given
    Set<Grant> granted = Acls.read(checkout.kafkaAcls()).all();

    // Then
    for (Topics.Topic topic : Topics.read(checkout.topics()).all()) {
      Set<String> writers =
          granted.stream()
              .filter(grant -> grant.right() == Right.WRITE && grant.name().equals(topic.name()))
              .map(Grant::principal)
              .filter(AclsTest::isService)
              .collect(Collectors.toSet());
      if (FROM_OUTSIDE.contains(topic.name())) {
        assertThat(writers).as(topic.name()).isEmpty();
      } else if (!topic.name().equals(DEAD_LETTERS)) {
        assertThat(writers).as(topic.name()).hasSize(1);
      }
    }
  }

  @Test
  void namesOnlyTopicsThatThereAre() throws IOException {
    // Given
    Set<String> topics =
        Topics.read(checkout.topics()).all().stream()
            .map(Topics.Topic::name)
            .collect(Collectors.toSet());

    // Then
    assertThat(Acls.read(checkout.kafkaAcls()).all())
        .filteredOn(grant -> grant.right() != Right.GROUP)
        .extracting(Grant::name)
        .isSubsetOf(topics);
  }

  @Test
  void isWhatTheDocumentationSays() throws IOException {
    // Given
    Path document = checkout.root().resolve("docs/kafka-security.md");

    // When
    List<String> rows =
        Acls.read(checkout.kafkaAcls()).all().stream().map(AclsTest::row).sorted().toList();

    // Then
    assertThat(Files.readString(document))
        .contains(
            "| principal | resource | name | pattern | operation |\n| --- | --- | --- | --- | --- |\n"
                + String.join("\n", rows)
                + "\n\n");
  }

  private static String row(Grant grant) {
    boolean isPrefix = grant.name().endsWith("*");
    return "| `User:%s` | %s | `%s` | %s | %s |"
        .formatted(
            grant.principal(),
            grant.right() == Right.GROUP ? "group" : "topic",
            isPrefix ? grant.name().substring(0, grant.name().length() - 1) : grant.name(),
            isPrefix ? "prefixed" : "literal",
            grant.right() == Right.WRITE ? "Write" : "Read");
  }

  private Set<Grant> grantedTo(String principal) throws IOException {
    return Acls.read(checkout.kafkaAcls()).all().stream()
        .filter(grant -> grant.principal().equals(principal))
        .collect(Collectors.toSet());
  }

  private static boolean isService(String principal) {
    return PartName.SERVICES.stream()
        .anyMatch(service -> principal.equals("vitrine-" + service.id()));
  }
}
