package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PartMemoryTest {
  private static final int PART = 64 << 10;

  @Test
  void usesAnArrayAgain() {
    // Given
    PartMemory memory = new PartMemory(PART);
    byte[] first = memory.take(PART).orElseThrow();

    // When
    memory.giveBack(first);

    // Then
    assertThat(memory.take(PART)).containsSame(first);
  }

  @Test
  void letsArraysOfAnotherSizeGo() {
    // Given
    PartMemory memory = new PartMemory(PART);
    memory.giveBack(memory.take(PART).orElseThrow());

    // Then
    assertThat(memory.take(PART / 2).orElseThrow()).hasSize(PART / 2);
  }

  @Test
  void givesOneOfAnySize() {
    assertThat(new PartMemory(PART).take(4 * PART).orElseThrow()).hasSize(4 * PART);
  }

  @Test
  void letsThoseWaitWhoFindNone() throws Exception {
    // Given
    PartMemory memory = new PartMemory(2 * PART);
    byte[] held = memory.take(PART).orElseThrow();
    memory.take(PART);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<byte[]> waiting = threads.submit(() -> memory.take(PART).orElseThrow());

      // When
      memory.giveBack(held);

      // Then
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isSameAs(held);
    }
  }

  @Test
  void sendsWhoeverWaitsTooLongToAScratchFile() {
    // Given
    PartMemory memory = new PartMemory(PART);
    memory.take(PART);

    // When
    try (PartBuffer part = PartBuffer.of(memory, PART)) {
      part.append(new byte[] {1, 2, 3}, 0, 3);

      // Then
      assertThat(part.open()).hasBinaryContent(new byte[] {1, 2, 3});
    }
  }

  @Test
  void givesNothingToWhoeverWantsNothing() {
    // Given
    PartMemory memory = new PartMemory(PART);
    byte[] all = memory.take(PART).orElseThrow();

    // When
    memory.giveBack(memory.take(0).orElseThrow());
    memory.giveBack(all);

    // Then
    assertThat(memory.take(PART)).containsSame(all);
  }

  @Test
  void holdsSmallerPartsInArraysOfOneSize() {
    // Given
    PartMemory memory = new PartMemory(PART);
    byte[] one = memory.take(PART).orElseThrow();
    memory.giveBack(one);

    // When
    try (PartBuffer part = PartBuffer.of(memory, PART, 2)) {
      assertThat(part.append(new byte[] {1, 2, 3}, 0, 3)).isEqualTo(2);

      // Then
      assertThat(part.isFull()).isTrue();
      assertThat(part.open()).hasBinaryContent(new byte[] {1, 2});
    }
    assertThat(memory.take(PART)).containsSame(one);
  }

  @Test
  void takesAPartBackOnce() {
    // Given
    PartMemory memory = new PartMemory(2 * PART);
    PartBuffer part = PartBuffer.of(memory, PART);
    part.close();

    // When
    part.close();

    // Then
    byte[] one = memory.take(PART).orElseThrow();
    assertThat(memory.take(PART).orElseThrow()).isNotSameAs(one);
  }
}
