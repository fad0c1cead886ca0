package io.vitrine.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowedTest {
  private final List<String> told = new ArrayList<>();
  private String value = "a";
  private final Followed<String> followed = new Followed<>(this::value, told::add);

  private String value() {
    if (value.isEmpty()) {
      throw new BrokenStoresException("it is empty");
    }
    return value;
  }

  @Test
  void tellsTheFirstValueAtOnceAndOnlyOnce() {
    // When
    see("a", "a", "a");

    // Then
    assertThat(told).containsExactly("a");
    assertThat(followed.problem()).isEmpty();
  }

  @Test
  void tellsANewValueWhenItIsSeenTwice() {
    // Given
    see("a", "b");
    assertThat(told).containsExactly("a");

    // When
    see("b");

    // Then
    assertThat(told).containsExactly("a", "b");
  }

  @Test
  void overlooksWhatIsHalfWritten() {
    // When
    see("a", "b", "a", "bc", "bcd", "bcd");

    // Then
    assertThat(told).containsExactly("a", "bcd");
  }

  @Test
  void keepsTheLastValueAndSaysWhy() {
    // When
    see("a", "");

    // Then
    assertThat(told).containsExactly("a");
    assertThat(followed.problem()).contains("it is empty");
    assertThat(followed.hasValue()).isTrue();
  }

  @Test
  void forgetsTheProblemWhenItIsMended() {
    // When
    see("a", "", "a");

    // Then
    assertThat(told).containsExactly("a");
    assertThat(followed.problem()).isEmpty();
  }

  @Test
  void hasNoValueIfItWasBrokenFromTheFirst() {
    // When
    see("");

    // Then
    assertThat(followed.hasValue()).isFalse();

    // When
    see("b", "b");

    // Then
    assertThat(told).containsExactly("b");
    assertThat(followed.hasValue()).isTrue();
  }

  private void see(String... values) {
    for (String next : values) {
      value = next;
      followed.look();
    }
  }
}
