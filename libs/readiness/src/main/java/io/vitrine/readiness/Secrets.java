package io.vitrine.readiness;

import io.vitrine.readiness.Settings.Setting;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The secrets among settings. */
final class Secrets {
  private static final Pattern IN_JAAS =
      Pattern.compile("(?:password|clientSecret)\\s*=\\s*['\"]?([^'\"\\s;]+)");

  private Secrets() {}

  static Stream<Setting> among(Settings settings, List<String> variables) {
    return variables.stream()
        .flatMap(settings::like)
        .filter(each -> !each.value().isBlank())
        .flatMap(Secrets::secretIn);
  }

  /** A text of JAAS says more than the secret. */
  private static Stream<Setting> secretIn(Setting setting) {
    return setting.variable().endsWith("_JAAS_CONFIG")
        ? IN_JAAS
            .matcher(setting.value())
            .results()
            .map(found -> new Setting(setting.variable(), found.group(1)))
        : Stream.of(setting);
  }
}
