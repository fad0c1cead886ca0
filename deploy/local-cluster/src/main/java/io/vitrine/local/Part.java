package io.vitrine.local;

import java.io.IOException;
import java.util.List;

/** One part of the cluster: an ordinary process with a port. */
interface Part {
  PartName name();

  /** The parts that must be ready before this one can start. */
  List<PartName> needs();

  /** Makes what the process needs on disk: unpacked programs, data directories, settings. */
  void prepare(Progress progress) throws IOException, InterruptedException;

  /** How to start it; only called after {@link #prepare}. */
  Launch launch() throws IOException;

  /** Whether it answers as it should, not merely whether its port is open. */
  boolean isReady();

  /** Makes what other parts expect to find in it: databases, topics, buckets. */
  default void furnish() throws IOException, InterruptedException {}

  /** How long a first start may take on a slow machine. */
  default int patienceSeconds() {
    return 120;
  }

  /** The signal that asks for an orderly end. */
  default String stopSignal() {
    return "TERM";
  }
}
