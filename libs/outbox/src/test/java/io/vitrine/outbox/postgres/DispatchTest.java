package io.vitrine.outbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vitrine.outbox.postgres.Dispatch.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DispatchTest {
  private final List<Long> begun = new ArrayList<>();
  private final Map<Long, UniEmitter<? super Void>> underWay = new HashMap<>();

  private CompletableFuture<List<Sent>> send(OutboxRow... rows) {
    return Dispatch.inOrder(List.of(rows), this::begin).subscribeAsCompletionStage();
  }

  private Uni<Void> begin(OutboxRow row) {
    return Uni.createFrom()
        .emitter(end -> {
          begun.add(row.id);
          underWay.put(row.id, end);
        });
  }

  private void arrives(long id) {
    underWay.get(id).complete(null);
  }

  private static OutboxRow row(long id, String topic, String subject) {
    OutboxRow row = new OutboxRow();
    row.id = id;
    row.topic = topic;
    row.key = subject;
    return row;
  }

  private static OutboxRow row(long id, String subject) {
    return row(id, "vitrine.images", subject);
  }

  @Test
  void aFactWaitsForTheOneBeforeItAboutTheSameSubject() {
    // Given
    CompletableFuture<List<Sent>> sent = send(row(1, "a"), row(2, "b"), row(3, "a"));
    assertThat(begun).containsExactly(1L, 2L);
    // When
    arrives(1);
    // Then
    assertThat(begun).containsExactly(1L, 2L, 3L);
    assertThat(sent).isNotDone();
    arrives(3);
    arrives(2);
    assertThat(sent.join()).extracting(each -> each.row().id).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void eachTopicHasAnOrderOfItsOwn() {
    // When
    send(row(1, "vitrine.images", "a"), row(2, "vitrine.tasks", "a"));
    // Then
    assertThat(begun).containsExactly(1L, 2L);
  }

  @Test
  void whatCouldNotBeSentHoldsThoseBehindItAndNoOthers() {
    // Given
    CompletableFuture<List<Sent>> sent = send(row(1, "a"), row(2, "b"), row(3, "a"), row(4, "b"));
    // When
    underWay.get(1L).fail(new TimeoutException("no broker"));
    arrives(2);
    arrives(4);
    // Then
    assertThat(begun).doesNotContain(3L);
    assertThat(sent.join())
        .extracting(each -> each.row().id, Sent::mustWait)
        .containsExactlyInAnyOrder(tuple(1L, true), tuple(2L, false), tuple(4L, false));
  }

  @Test
  void whatCanNeverBeSentHoldsNobody() {
    // Given
    CompletableFuture<List<Sent>> sent = send(row(1, "a"), row(2, "a"));
    // When
    underWay.get(1L).fail(new RecordTooLargeException());
    arrives(2);
    // Then
    assertThat(sent.join())
        .extracting(Sent::isPoison, Sent::mustWait)
        .containsExactly(tuple(true, false), tuple(false, false));
  }

  @Test
  void nothingToSendIsNoFailure() {
    assertThat(send().join()).isEmpty();
  }
}
