package io.vitrine.kubernetes;

import java.util.List;
import java.util.stream.Stream;

/** What is asked of an overlay. */
interface Rule {

  /** Who breaks it; empty if nobody does. */
  List<String> faults(Overlay overlay);

  static Stream<Rule> all() {
    return Stream.concat(Stream.of(PodRule.values()), Stream.of(OverlayRule.values()));
  }
}
