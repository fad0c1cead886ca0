package io.vitrine.local;

import java.time.Duration;
import java.util.List;

/** Hears how the start of a cluster is going, part by part; called from several threads. */
public interface Progress {

  void planned(List<PartName> parts);

  /** What the part is busy with: "waits for postgres", "unpacking", "starting". */
  void busy(PartName part, String with);

  void ready(PartName part, Duration after, How how);

  void skipped(PartName part, String why);

  void failed(PartName part, String why);

  /** How a part came to be ready. */
  enum How {
    STARTED,
    KEPT,
    RESTARTED
  }

  /** For callers that only want the result. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void planned(List<PartName> parts) {}

      @Override
      public void busy(PartName part, String with) {}

      @Override
      public void ready(PartName part, Duration after, How how) {}

      @Override
      public void skipped(PartName part, String why) {}

      @Override
      public void failed(PartName part, String why) {}
    };
  }
}
