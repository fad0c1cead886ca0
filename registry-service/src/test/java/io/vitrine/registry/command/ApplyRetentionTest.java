package io.vitrine.registry.command;

import static io.vitrine.registry.Registry.ADMIN;
import static io.vitrine.registry.Registry.MEMBER;
import static io.vitrine.registry.Registry.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.Command.ApplyRetention.Match;
import io.vitrine.events.Command.ApplyRetention.Then;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.Registry;
import io.vitrine.registry.command.Outcome.Swept;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImagePatch;
import io.vitrine.registry.image.ImagePatch.Operation;
import io.vitrine.registry.image.ImagePatch.Operation.AddTag;
import io.vitrine.registry.image.ImagePatch.Operation.SetHidden;
import io.vitrine.registry.image.ImagePatch.Operation.SetMinRam;
import io.vitrine.registry.image.ImagePatch.Operation.SetName;
import io.vitrine.registry.image.ImagePatch.Operation.SetProperty;
import io.vitrine.registry.image.ImagePatch.Operation.SetProtected;
import io.vitrine.registry.image.ImagePatch.Operation.SetVisibility;
import io.vitrine.registry.image.ImagePatch.Presence;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.image.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApplyRetentionTest {
  private static final Match ANY = match(null);

  private final Registry registry = new Registry();

  private static Match match(String namePrefix) {
    return new Match(Map.of(), List.of(), namePrefix, null);
  }

  /** Images of the member's project, the oldest first. */
  private UUID active(Operation... operations) {
    registry.clock.advance(Duration.ofMinutes(1));
    Image image = registry.active();
    registry
        .change
        .apply(ADMIN, image.id(), new ImagePatch(List.of(operations)), Precondition.NONE)
        .await()
        .indefinitely();
    return image.id();
  }

  private Swept apply(Caller caller, Match match, int keep, Then then) {
    return (Swept)
        registry.retention.apply(caller, "demo", match, keep, then).await().indefinitely();
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheNewest(Then then) {
    // Given
    List<UUID> ids = Stream.generate(this::active).limit(4).toList();
    // When
    Swept swept = apply(MEMBER, ANY, 2, then);
    // Then
    assertThat(swept).isEqualTo(new Swept(List.of(ids.get(1), ids.get(0)), List.of(), false));
    Image oldest = registry.image(ids.getFirst());
    switch (then) {
      case HIDE -> assertThat(oldest.attributes().osHidden()).isTrue();
      case DEACTIVATE -> assertThat(oldest.status().wireName()).isEqualTo("deactivated");
      case DELETE -> assertThat(oldest).isNull();
    }
    assertThat(registry.image(ids.getLast()).attributes().osHidden()).isFalse();
    assertThat(apply(MEMBER, ANY, 2, then).changed()).isEmpty();
  }

  @Test
  void countsHiddenImagesAmongTheNewest() {
    UUID old = active();
    UUID hidden = active(new SetHidden(true));
    UUID newest = active();

    assertThat(apply(MEMBER, ANY, 2, Then.DELETE).changed()).containsExactly(old);
    assertThat(apply(MEMBER, ANY, 1, Then.HIDE).changed()).isEmpty();
    assertThat(apply(MEMBER, ANY, 1, Then.DELETE).changed()).containsExactly(hidden);
    assertThat(registry.image(newest)).isNotNull();
  }

  @Test
  void namesTheProtectedAndLeavesThemAlone() {
    UUID old = active();
    UUID kept = active(new SetProtected(true));
    active();

    assertThat(apply(MEMBER, ANY, 1, Then.DELETE))
        .isEqualTo(new Swept(List.of(old), List.of(kept), false));
  }

  @Test
  void isAboutNoOthersThanThoseThatMatch() {
    // Given
    Match match = new Match(Map.of("stage", "ci"), List.of("nightly"), "deb", "private");
    Operation[] all = {
      new SetName("debian"),
      new AddTag("nightly"),
      new SetProperty("stage", "ci", Presence.ANY),
      new SetVisibility(Visibility.PRIVATE)
    };
    UUID fits = active(all);
    for (int i = 0; i < all.length; i++) {
      Operation[] but = all.clone();
      but[i] = new SetMinRam(1);
      active(but);
    }
    Operation[] inside = all.clone();
    inside[0] = new SetName("a debian");
    active(inside);
    registry.queued();
    // Then
    assertThat(apply(MEMBER, match, 0, Then.DELETE).changed()).containsExactly(fits);
  }

  @Test
  void doesALimitedNumberAndSaysThatThereAreMore() {
    for (int i = 0; i < ApplyRetention.BATCH + 3; i++) {
      active();
    }

    Swept first = apply(MEMBER, ANY, 1, Then.HIDE);
    Swept second = apply(MEMBER, ANY, 1, Then.HIDE);

    assertThat(first.changed()).hasSize(ApplyRetention.BATCH);
    assertThat(first.more()).isTrue();
    assertThat(second.changed()).hasSize(2);
    assertThat(second.more()).isFalse();
  }

  @Test
  void isForThoseWhoMayDoItToEachImage() {
    active();
    UUID open = active(new SetVisibility(Visibility.PUBLIC));

    assertThatThrownBy(() -> apply(STRANGER, ANY, 0, Then.DELETE))
        .isInstanceOf(ProblemException.class);
    assertThat(registry.image(open)).isNotNull();
    assertThat(apply(ADMIN, ANY, 0, Then.DELETE).changed()).hasSize(2);
  }
}
