package io.vitrine.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that we run on runs the parts as well. */
final class Jvm {
  /** Small and quick to start: right for what is not measured. */
  static final List<String> LEAN = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private Jvm() {}

  static String home() {
    return System.getProperty("java.home", "");
  }

  static List<String> command(String heap) {
    String java = Path.of(home(), "bin", "java").toString();
    return new ArrayList<>(List.of(java, "-Xmx" + heap));
  }
}
