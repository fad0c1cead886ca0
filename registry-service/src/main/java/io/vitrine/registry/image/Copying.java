package io.vitrine.registry.image;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How the last request to copy an image's data goes, or how it went.
 *
 * @param taskId who copies
 * @param pending stores that the data is still to come to
 * @param failed stores that it did not get to
 */
public record Copying(UUID taskId, List<String> pending, List<String> failed) {
  public Copying {
    pending = List.copyOf(pending);
    failed = List.copyOf(failed);
  }

  public boolean isUnderWay() {
    return !pending.isEmpty();
  }

  Copying arrivedIn(String store) {
    return new Copying(
        taskId, pending.stream().filter(other -> !other.equals(store)).toList(), failed);
  }

  /** That store after the others that wait. */
  Copying leavingLast(String store) {
    return new Copying(
        taskId,
        Stream.concat(
                pending.stream().filter(other -> !other.equals(store)),
                pending.stream().filter(store::equals))
            .toList(),
        failed);
  }

  /** Nothing more is to come; of what came, these are given up. */
  Copying abandoned(List<String> takenBack) {
    return new Copying(
        taskId,
        List.of(),
        Stream.of(failed, takenBack, pending).flatMap(List::stream).distinct().toList());
  }
}
