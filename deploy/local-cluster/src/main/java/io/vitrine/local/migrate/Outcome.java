package io.vitrine.local.migrate;

import java.util.List;

/** What has become of one thing that was to come. */
sealed interface Outcome {

  /**
   * Source and target say the same.
   *
   * @param bytes how many came for it now
   * @param brought whether anything had to be done for it
   * @param bySize whether its bytes could be compared by their size alone
   */
  record Equal(long bytes, boolean brought, boolean bySize) implements Outcome {}

  /** All was done that can be, or nothing was to be done, and they are not the same. */
  record Different(List<String> differences) implements Outcome {
    public Different {
      differences = List.copyOf(differences);
    }
  }

  /** It would be brought so. */
  record Planned(List<String> steps) implements Outcome {
    public Planned {
      steps = List.copyOf(steps);
    }
  }

  /** It was left as it is in the target, as was wished. */
  record Kept(String why) implements Outcome {}

  /** It could not be brought. */
  record Failed(String cause) implements Outcome {}

  /** It has been deleted in the source meanwhile. */
  record Gone() implements Outcome {}
}
