package io.vitrine.outbox.postgres;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Sends facts: those about one subject one after another, those about others meanwhile.
 *
 * <p>A fact is on its topic before the next about its subject is sent. Were they sent together, one
 * whose sending failed for a moment would be tried again after its successors had arrived.
 */
final class Dispatch {
  private Dispatch() {}

  /** What became of one fact: sent where there is no failure. */
  record Sent(OutboxRow row, @Nullable Throwable failure) {

    /** Kafka can never take it. */
    boolean isPoison() {
      return failure instanceof RecordTooLargeException
          || failure instanceof SerializationException;
    }

    /** It can be sent later, and so can only those behind it. */
    boolean mustWait() {
      return failure != null && !isPoison();
    }
  }

  private record Subject(String topic, String key) {}

  /** What became of them; those behind one that has to wait were not sent and are left out. */
  static Uni<List<Sent>> inOrder(List<OutboxRow> rows, Function<OutboxRow, Uni<Void>> send) {
    Map<Subject, List<OutboxRow>> bySubject = new LinkedHashMap<>();
    for (OutboxRow row : rows) {
      bySubject
          .computeIfAbsent(new Subject(row.topic, row.subject()), ignored -> new ArrayList<>())
          .add(row);
    }
    if (bySubject.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<Uni<List<Sent>>> rounds =
        bySubject.values().stream()
            .map(own -> next(own.iterator(), new ArrayList<>(), send))
            .toList();
    return Uni.join()
        .all(rounds)
        .andFailFast()
        .map(all -> all.stream().flatMap(Collection::stream).toList());
  }

  private static Uni<List<Sent>> next(
      Iterator<OutboxRow> rows, List<Sent> done, Function<OutboxRow, Uni<Void>> send) {
    if (!rows.hasNext()) {
      return Uni.createFrom().item(done);
    }
    OutboxRow row = rows.next();
    return send.apply(row)
        .onItemOrFailure()
        .transform((ignored, failure) -> new Sent(row, failure))
        .invoke(done::add)
        .chain(sent -> sent.mustWait() ? Uni.createFrom().item(done) : next(rows, done, send));
  }
}
