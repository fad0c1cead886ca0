package io.vitrine.local.chaos;

import io.vitrine.local.PartName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What a seed makes happen. The moments are as random as what else the machine does. */
final class Plan {
  static final List<PartName> VICTIMS =
      List.of(
          PartName.WORKER,
          PartName.REGISTRY,
          PartName.STORE,
          PartName.KAFKA,
          PartName.POSTGRES,
          PartName.S3,
          PartName.GATEWAY);

  private static final int LONGEST_PAUSE_MILLIS = 4_000;

  /** From less than any lease to longer than an import's. */
  private static final int SHORTEST_FREEZE_MILLIS = 2_000;

  private static final int LONGEST_FREEZE_MILLIS = 16_000;

  private final long seed;

  Plan(long seed) {
    this.seed = seed;
  }

  /** Every victim comes in both ways before one comes again. */
  List<Fault> faults(List<PartName> victims, int count) {
    Random random = new Random(seed);
    List<Fault> faults = new ArrayList<>();
    while (faults.size() < count) {
      List<Fault> deck = new ArrayList<>();
      for (PartName victim : victims) {
        for (Fault.Kind kind : Fault.Kind.values()) {
          deck.add(
              new Fault(
                  victim,
                  kind,
                  random.nextInt(3) == 0,
                  Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)),
                  Duration.ofMillis(
                      random.nextInt(SHORTEST_FREEZE_MILLIS, LONGEST_FREEZE_MILLIS))));
        }
      }
      Collections.shuffle(deck, random);
      faults.addAll(deck);
    }
    return List.copyOf(faults.subList(0, count));
  }

  List<Specimen> specimens(int count) {
    // Not the sequence of the faults, or more of these would change those.
    Random random = new Random(~seed);
    List<Specimen> deck = Specimen.deck();
    List<Specimen> specimens = new ArrayList<>();
    while (specimens.size() < count) {
      List<Specimen> shuffled = new ArrayList<>(deck);
      Collections.shuffle(shuffled, random);
      specimens.addAll(shuffled);
    }
    return List.copyOf(specimens.subList(0, count));
  }
}
