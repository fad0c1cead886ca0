package io.vitrine.registry.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.Fact;
import io.vitrine.events.ImageFact;
import io.vitrine.events.ImageFact.ImageMemberAdded;
import io.vitrine.events.ImageFact.ImageMemberRemoved;
import io.vitrine.events.ImageFact.ImageMemberUpdated;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.image.Precondition;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SharingTest {
  private static final String OTHER = Registry.STRANGER.projectId();

  private final Registry registry = new Registry();
  private final Image image = registry.queued();

  @Test
  @Tag("attack")
  @Tag("OSSN-0005")
  void aNewMemberIsPending() {
    Member member = add(OTHER);

    assertThat(member.status()).isEqualTo(MemberStatus.PENDING);
    assertThat(registry.catalogue.facts.getLast())
        .isInstanceOfSatisfying(
            ImageMemberAdded.class,
            fact -> {
              assertThat(fact.member().memberId()).isEqualTo(OTHER);
              assertThat(fact.member().status()).isEqualTo("pending");
            });
  }

  @Test
  void anAnswerKeepsWhenItWasAsked() {
    // Given
    Member member = add(OTHER);
    registry.clock.advance(Registry.LEASE);
    // When
    Member answered = answer("accepted");
    // Then
    assertThat(answered.status()).isEqualTo(MemberStatus.ACCEPTED);
    assertThat(answered.createdAt()).isEqualTo(member.createdAt());
    assertThat(answered.updatedAt()).isAfter(member.updatedAt());
    assertThat(registry.catalogue.facts.getLast()).isInstanceOf(ImageMemberUpdated.class);
  }

  @Test
  void theOwnerSeesAllMembersAndAMemberItself() {
    // Given
    add(OTHER);
    add("third");
    // Then
    assertThat(registry.members.list(Registry.MEMBER, image.id()).await().indefinitely())
        .extracting(Member::memberId)
        .containsExactly(OTHER, "third");
    assertThat(registry.members.list(Registry.STRANGER, image.id()).await().indefinitely())
        .extracting(Member::memberId)
        .containsExactly(OTHER);
  }

  @Test
  void aRemovedMemberSeesTheImageNoMore() {
    // Given
    add(OTHER);
    answer("accepted");
    // When
    registry.share.remove(Registry.MEMBER, image.id(), OTHER).await().indefinitely();
    // Then
    assertThatThrownBy(() -> show()).isInstanceOf(ProblemException.class);
    assertThat(registry.catalogue.facts.getLast())
        .isInstanceOfSatisfying(
            ImageMemberRemoved.class,
            fact -> assertThat(fact.member().status()).isEqualTo("accepted"));
  }

  @Test
  void everyFactOfAnImageHasANewerVersion() {
    add(OTHER);
    answer("rejected");
    registry.share.remove(Registry.MEMBER, image.id(), OTHER).await().indefinitely();

    List<Long> versions =
        registry.catalogue.facts.stream()
            .map(ImageFact.class::cast)
            .map(fact -> fact.image().version())
            .toList();
    assertThat(versions).doesNotHaveDuplicates().isSorted();
    assertThat(registry.image(image.id()).updatedAt()).isEqualTo(image.updatedAt());
  }

  @Test
  void refusesAProjectThatIsAMember() {
    add(OTHER);

    assertProblem(MemberProblem.AlreadyMember.class, () -> add(OTHER));
  }

  @Test
  void refusesMoreMembersThanTheLimit() {
    // Given
    for (int i = 0; i < Registry.MAX_MEMBERS; i++) {
      add("p" + i);
    }
    List<Fact> facts = List.copyOf(registry.catalogue.facts);
    // Then
    assertProblem(MemberProblem.TooMany.class, () -> add(OTHER));
    assertThat(registry.catalogue.members).hasSize(Registry.MAX_MEMBERS);
    assertThat(registry.catalogue.facts).isEqualTo(facts);
  }

  @Test
  void aNegativeLimitIsNone() {
    assertThat(new MemberRules(-1).allow(Long.MAX_VALUE)).isTrue();
    assertThat(new MemberRules(0).allow(1)).isFalse();
    assertThat(new MemberRules(2).allow(2)).isTrue();
  }

  @Test
  void refusesAnUnknownAnswerOfOneWhoMayAnswer() {
    add(OTHER);

    assertProblem(MemberProblem.UnknownStatus.class, () -> answer("perhaps"));
    assertProblem(
        MemberProblem.Refused.class,
        () ->
            registry
                .answer
                .answer(Registry.MEMBER, image.id(), OTHER, "perhaps")
                .await()
                .indefinitely());
  }

  /** Else an owner could make his image appear in the lists of whom he shares it with. */
  @Test
  void anOwnerDoesNotAnswerEvenAsAMemberOfHisOwnImage() {
    String owner = Registry.MEMBER.projectId();
    add(owner);

    assertProblem(
        MemberProblem.Refused.class,
        () ->
            registry
                .answer
                .answer(Registry.MEMBER, image.id(), owner, "accepted")
                .await()
                .indefinitely());
  }

  @Test
  void theMembersGoWithTheImage() {
    add(OTHER);

    registry.deletion.delete(Registry.MEMBER, image.id(), Precondition.NONE).await().indefinitely();

    assertThat(registry.catalogue.members).isEmpty();
  }

  private Member add(String project) {
    return registry.share.add(Registry.MEMBER, image.id(), project).await().indefinitely();
  }

  private Member answer(String status) {
    return registry
        .answer
        .answer(Registry.STRANGER, image.id(), OTHER, status)
        .await()
        .indefinitely();
  }

  private UUID show() {
    return registry.read.show(Registry.STRANGER, image.id()).await().indefinitely().id();
  }

  private static void assertProblem(Class<? extends MemberProblem> problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
  }
}
