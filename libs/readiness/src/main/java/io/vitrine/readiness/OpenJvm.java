package io.vitrine.readiness;

import java.util.List;
import java.util.stream.Stream;

/** A JVM that lets others in, or that is no good for its work. */
record OpenJvm() implements Rule {
  private static final String NAME = "open-jvm";

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public Stream<Finding> findings(Settings settings, Jvm jvm) {
    boolean debugged = jvm.has("-agentlib:jdwp") || jvm.has("-Xrunjdwp");
    boolean managed =
        jvm.has("-Dcom.sun.management.jmxremote.port")
            && jvm.has("-Dcom.sun.management.jmxremote.authenticate=false");
    return debugged || managed
        ? Stream.of(
            new Finding(
                NAME,
                Severity.UNSAFE,
                "The JVM listens for a debugger, or for JMX without a password: whoever reaches"
                    + " that port is this service.",
                "Take jdwp and jmxremote out of the JVM's options and JAVA_TOOL_OPTIONS."))
        : Stream.empty();
  }
}
