package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Clouds by their names, as OpenStack clients keep them in files. */
final class CloudsFile {
  private static final YAMLMapper YAML = new YAMLMapper();

  private CloudsFile() {}

  /**
   * What the file says of a cloud, named as variables are.
   *
   * @param variables may say where the file is
   */
  static Map<String, String> read(String name, String prefix, Map<String, String> variables)
      throws IOException {
    Path file =
        places(variables)
            .filter(Files::isReadable)
            .findFirst()
            .orElseThrow(() -> new ClusterException("no clouds.yaml for the cloud " + name));
    Map<String, String> settings = new HashMap<>();
    // Passwords may stand in a file of their own, beside it.
    for (Path each : List.of(file, file.resolveSibling("secure.yaml"))) {
      if (Files.isReadable(each)) {
        JsonNode cloud = YAML.readTree(each.toFile()).path("clouds").path(name);
        collect(cloud, prefix, settings);
        collect(cloud.path("auth"), prefix, settings);
      }
    }
    if (settings.isEmpty()) {
      throw new ClusterException("no cloud " + name + " in " + file);
    }
    return settings;
  }

  private static Stream<Path> places(Map<String, String> variables) {
    String named = variables.getOrDefault("OS_CLIENT_CONFIG_FILE", "");
    Stream<Path> usual =
        Stream.of(
            Path.of("clouds.yaml"),
            Path.of(System.getProperty("user.home"), ".config", "openstack", "clouds.yaml"),
            Path.of("/etc/openstack/clouds.yaml"));
    return named.isEmpty() ? usual : Stream.concat(Stream.of(Path.of(named)), usual);
  }

  private static void collect(JsonNode from, String prefix, Map<String, String> settings) {
    from.properties()
        .forEach(setting -> {
          if (setting.getValue().isValueNode()) {
            String name = prefix + setting.getKey().toUpperCase(Locale.ROOT);
            settings.put(name, setting.getValue().asText());
          }
        });
  }
}
