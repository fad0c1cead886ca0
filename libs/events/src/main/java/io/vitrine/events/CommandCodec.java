package io.vitrine.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Commands as JSON, found again by their type. */
public final class CommandCodec {
  private static final String PREFIX = "io.vitrine.command.";
  private static final String VERSION = ".v1";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, Class<?>> CLASSES = new TreeMap<>();

  static {
    for (Class<?> command : Command.class.getPermittedSubclasses()) {
      CLASSES.put(nameOf(command), command);
    }
  }

  private CommandCodec() {}

  /** All commands that there are. */
  public static Set<String> names() {
    return Set.copyOf(CLASSES.keySet());
  }

  /** The name in a CloudEvents type; empty where that is no command's. */
  public static Optional<String> nameIn(String type) {
    return type.startsWith(PREFIX) && type.endsWith(VERSION)
        ? Optional.of(type.substring(PREFIX.length(), type.length() - VERSION.length()))
            .filter(CLASSES::containsKey)
        : Optional.empty();
  }

  /** The CloudEvents type of the command of that name. */
  public static String typeOf(String name) {
    return PREFIX + name + VERSION;
  }

  public static String nameOf(Command command) {
    return nameOf(command.getClass());
  }

  /** Where the JSON Schema of a command is among the resources. */
  public static String schemaOf(String name) {
    return "/schemas/commands/" + name + ".json";
  }

  public static ObjectNode encode(Command command) {
    return JSON.valueToTree(command);
  }

  /**
   * Reads what fits the schema of the command.
   *
   * @param name one of {@link #names()}
   */
  public static Command decode(String name, JsonNode json) {
    try {
      return (Command) JSON.treeToValue(json, CLASSES.get(name));
    } catch (JsonProcessingException e) {
      throw new MalformedFactException(typeOf(name), e);
    }
  }

  private static String nameOf(Class<?> command) {
    CommandType type = command.getAnnotation(CommandType.class);
    if (type == null) {
      throw new IllegalStateException(command + " has no @CommandType");
    }
    return type.value();
  }
}
