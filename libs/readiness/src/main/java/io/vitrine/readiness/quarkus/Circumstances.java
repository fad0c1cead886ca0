package io.vitrine.readiness.quarkus;

import io.vitrine.readiness.Jvm;
import io.vitrine.readiness.Settings;
import io.vitrine.readiness.Verdict;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** Under which circumstances the service starts. */
final class Circumstances {
  private static final String STORES_FILE = "VITRINE_STORES_FILE";
  private static final String STORES = "vitrine.stores.";
  private static final String FILE = "_FILE";

  private Circumstances() {}

  static Verdict verdict(Config config) {
    var jvm =
        new Jvm(
            Runtime.getRuntime().maxMemory(),
            ManagementFactory.getRuntimeMXBean().getInputArguments());
    return Verdict.of(settings(config), jvm);
  }

  /** Whether the service listens where others than this machine reach it. */
  static boolean isOpenToOthers(Config config) {
    String host = config.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0");
    return !host.equals("localhost") && !host.startsWith("127.");
  }

  private static Settings settings(Config config) {
    Map<String, ConfigValue> found = new HashMap<>();
    for (String name : config.getPropertyNames()) {
      value(config, name)
          .ifPresent(value ->
              // A variable of the environment comes by its own name as well as by the property's.
              found.merge(
                  Settings.variable(name),
                  value,
                  (one, other) ->
                      one.getSourceOrdinal() >= other.getSourceOrdinal() ? one : other));
    }
    Map<String, String> settings = new HashMap<>();
    found.forEach((variable, value) -> settings.put(variable, value.getValue()));
    addStoresFile(settings);
    addSecretsInFiles(settings);
    return new Settings(settings);
  }

  private static Optional<ConfigValue> value(Config config, String name) {
    try {
      return Optional.of(config.getConfigValue(name)).filter(value -> value.getValue() != null);
    } catch (NoSuchElementException e) {
      // Made of something that only the running service has, such as its unique id.
      return Optional.empty();
    }
  }

  private static void addStoresFile(Map<String, String> settings) {
    String file = settings.getOrDefault(STORES_FILE, "");
    if (!file.isBlank()) {
      var lines = new Properties();
      try (Reader reader = Files.newBufferedReader(Path.of(file))) {
        lines.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        // Who reads it to use it says what is wrong with it.
      }
      lines.forEach(
          (line, value) -> settings.put(Settings.variable(STORES + line), value.toString()));
    }
  }

  private static void addSecretsInFiles(Map<String, String> settings) {
    for (var setting : Map.copyOf(settings).entrySet()) {
      String variable = setting.getKey();
      if (variable.endsWith("_SECRET_KEY" + FILE) && !setting.getValue().isBlank()) {
        try {
          settings.put(
              variable.substring(0, variable.length() - FILE.length()),
              Files.readString(Path.of(setting.getValue())).strip());
        } catch (IOException e) {
          // As above.
        }
      }
    }
  }
}
