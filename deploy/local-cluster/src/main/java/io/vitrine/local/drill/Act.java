package io.vitrine.local.drill;

import io.vitrine.local.PartName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is done to the containers while clients go on. */
public sealed interface Act {
  String title();

  /** Each replica is stopped, and started again before the next one is. */
  record Roll(PartName service) implements Act {
    @Override
    public String title() {
      return "roll " + service.title();
    }
  }

  /** One replica is killed, and started again. */
  record Kill(PartName service) implements Act {
    @Override
    public String title() {
      return "kill " + service.title();
    }
  }

  /** No packet passes between all replicas of a service and a part. */
  record Cut(PartName service, PartName part) implements Act {
    @Override
    public String title() {
      return "cut " + service.title() + " from " + part.id();
    }
  }

  /** The acts that one can ask for. */
  enum Kind {
    ROLL,
    KILL,
    CUT_S3,
    CUT_KAFKA;

    private List<Act> acts() {
      return switch (this) {
        case ROLL -> PartName.SERVICES.stream().<Act>map(Roll::new).toList();
        case KILL -> PartName.SERVICES.stream().<Act>map(Kill::new).toList();
        case CUT_S3 -> List.of(new Cut(PartName.STORE, PartName.S3));
        case CUT_KAFKA -> List.of(new Cut(PartName.REGISTRY, PartName.KAFKA));
      };
    }
  }

  /** What those kinds come to, in the order in which they are played; all for none. */
  static List<Act> of(Collection<Kind> kinds) {
    var acts = new ArrayList<Act>();
    for (Kind kind : Kind.values()) {
      if (kinds.isEmpty() || kinds.contains(kind)) {
        acts.addAll(kind.acts());
      }
    }
    return acts;
  }
}
