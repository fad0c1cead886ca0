package io.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LiveFactsTest {
  private final LiveFacts facts = new LiveFacts();

  @Test
  void everyFollowerOfAnImageHearsItsFactsInOrder() {
    // Given
    List<Fact> one = new ArrayList<>();
    List<Fact> other = new ArrayList<>();
    facts.follow(Played.IMAGE, one::add);
    facts.follow(Played.IMAGE, other::add);
    Fact first = Played.task().fact();
    Fact second = Played.task().fact();
    // When
    facts.happened(first);
    facts.happened(Played.taskOf(UUID.randomUUID()).fact());
    facts.happened(second);
    // Then
    assertThat(one).containsExactly(first, second);
    assertThat(other).containsExactly(first, second);
  }

  @Test
  void whoLeftHearsNothingAndLeavesNothing() {
    // Given
    List<Fact> heard = new ArrayList<>();
    List<Fact> stays = new ArrayList<>();
    Runnable leave = facts.follow(Played.IMAGE, heard::add);
    Runnable leaveLater = facts.follow(Played.IMAGE, stays::add);
    // When
    leave.run();
    leave.run();
    facts.happened(Played.task().fact());
    // Then
    assertThat(heard).isEmpty();
    assertThat(stays).hasSize(1);
    // When
    leaveLater.run();
    // Then
    assertThat(facts.size()).isZero();
  }
}
