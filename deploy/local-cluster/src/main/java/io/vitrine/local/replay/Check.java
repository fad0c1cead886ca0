package io.vitrine.local.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what was told with what is shown while both go on. What differs is shown once more, and
 * then facts are read on until they tell just that; they do, at the latest when the fact of its
 * last change has come.
 */
final class Check {
  private final Told told;
  private final Shown shown;
  private final FactSource facts;
  private final Duration patience;

  Check(Told told, Shown shown, FactSource facts, Duration patience) {
    this.told = told;
    this.shown = shown;
    this.facts = facts;
    this.patience = patience;
  }

  List<Difference> differences() throws IOException, InterruptedException {
    Map<Subject, Optional<Fields>> open = new LinkedHashMap<>();
    for (Subject subject : suspects()) {
      open.put(subject, shown.of(subject));
    }
    settle(open);
    long end = System.nanoTime() + patience.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      facts.readOn(fact -> {
        told.take(fact);
        settle(open);
      });
    }
    return open.entrySet().stream()
        .flatMap(entry ->
            Difference.between(entry.getKey(), told.of(entry.getKey()), entry.getValue()).stream())
        .toList();
  }

  private Set<Subject> suspects() throws IOException, InterruptedException {
    Set<Subject> different = new LinkedHashSet<>();
    Set<Subject> notShown = told.subjects().collect(Collectors.toCollection(LinkedHashSet::new));
    shown.forEach((subject, fields) -> {
      notShown.remove(subject);
      if (!told.of(subject).equals(Optional.of(fields))) {
        different.add(subject);
      }
    });
    different.addAll(notShown);
    return different;
  }

  private void settle(Map<Subject, Optional<Fields>> open) {
    open.entrySet().removeIf(entry -> told.of(entry.getKey()).equals(entry.getValue()));
  }
}
