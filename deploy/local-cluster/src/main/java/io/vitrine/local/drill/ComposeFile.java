package io.vitrine.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What deploy/compose.yaml says of a container, as {@code docker run} wants to hear it. Names of
 * images, networks and what is waited for are not its part.
 */
final class ComposeFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+):([?-])([^}]*)}");

  /** Where the file says that keys and stores are. */
  private static final String SECRETS = "../.vitrine/compose";

  private final JsonNode file;
  private final Path path;
  private final Path secrets;
  private final Map<String, String> variables;

  /**
   * Reads a file.
   *
   * @param secrets the folder that is taken for the one of the file's own
   * @param variables what the file asks for
   */
  ComposeFile(Path path, Path secrets, Map<String, String> variables) throws IOException {
    Map<String, Object> yaml =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(path));
    this.file = JSON.valueToTree(yaml);
    this.path = path.toAbsolutePath();
    this.secrets = secrets;
    this.variables = Map.copyOf(variables);
  }

  Map<String, String> environment(String service) {
    var environment = new LinkedHashMap<String, String>();
    of(service, "environment")
        .properties()
        .forEach(
            variable -> environment.put(variable.getKey(), filled(variable.getValue().asText())));
    return environment;
  }

  List<String> command(String service) {
    return texts(of(service, "command"));
  }

  /** What it may do, how large it is and which files it sees; volumes with names are left out. */
  List<String> options(String service) {
    var options = new ArrayList<String>();
    texts(of(service, "cap_drop")).forEach(name -> add(options, "--cap-drop", name));
    texts(of(service, "security_opt")).forEach(name -> add(options, "--security-opt", name));
    texts(of(service, "tmpfs")).forEach(place -> add(options, "--tmpfs", place));
    if (of(service, "read_only").asBoolean()) {
      options.add("--read-only");
    }
    if (of(service, "mem_limit").isTextual()) {
      add(options, "--memory", of(service, "mem_limit").asText());
    }
    if (of(service, "stop_grace_period").isTextual()) {
      add(options, "--stop-timeout", of(service, "stop_grace_period").asText().replace("s", ""));
    }
    if (of(service, "restart").isTextual()) {
      add(options, "--restart", of(service, "restart").asText());
    }
    for (String volume : texts(of(service, "volumes"))) {
      if (volume.startsWith(".")) {
        String[] places = volume.split(":", 2);
        add(options, "--volume", onThisMachine(places[0]) + ":" + places[1]);
      }
    }
    for (String secret : texts(of(service, "secrets"))) {
      Path place = onThisMachine(file.path("secrets").path(secret).path("file").asText());
      add(options, "--volume", "%s:/run/secrets/%s:ro".formatted(place, secret));
    }
    return options;
  }

  private JsonNode of(String service, String key) {
    return file.path("services").path(service).path(key);
  }

  private static void add(List<String> options, String name, String value) {
    options.add(name);
    options.add(value);
  }

  private List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(text -> texts.add(filled(text.asText())));
    return texts;
  }

  private Path onThisMachine(String place) {
    return place.startsWith(SECRETS)
        ? secrets.resolve(place.substring(SECRETS.length() + 1))
        : path.resolveSibling(place).normalize();
  }

  private String filled(String text) {
    return VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
  }

  private String value(MatchResult variable) {
    String value = variables.get(variable.group(1));
    if (value != null) {
      return value;
    }
    if (variable.group(2).equals("?")) {
      throw new IllegalArgumentException("deploy/compose.yaml wants " + variable.group(1));
    }
    return variable.group(3);
  }
}
