package io.vitrine.readiness.quarkus;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.vitrine.readiness.Verdict;

/**
 * Where every service begins. In production one whose settings are unsafe ends here, before it has
 * migrated a database or told Kafka anything: an observer of Quarkus' start would come after both.
 */
@QuarkusMain
public final class CheckedStart {
  private CheckedStart() {}

  public static void main(String... arguments) {
    Verdict verdict = Circumstances.verdict(ConfigUtils.configBuilder().build());
    if (verdict.forbidsStart()) {
      System.err.println(verdict.refusal());
      System.exit(1);
    }
    Quarkus.run(arguments);
  }
}
