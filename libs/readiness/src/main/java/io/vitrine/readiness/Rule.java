package io.vitrine.readiness;

import java.util.List;
import java.util.stream.Stream;

/** Something that settings have to keep to in production. */
sealed interface Rule
    permits Guessable,
        Heap,
        InTheClear,
        Missing,
        Never,
        OfLocalCluster,
        OpenDatabase,
        OpenJvm,
        OpenKafka,
        OpenedNetworks {

  /**
   * What its findings may be called. What is accepted because it is doubtful must not hide what is
   * unsafe, so these have different names.
   */
  List<String> names();

  Stream<Finding> findings(Settings settings, Jvm jvm);
}
