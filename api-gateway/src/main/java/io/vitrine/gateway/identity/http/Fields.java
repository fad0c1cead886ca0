package io.vitrine.gateway.identity.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vitrine.problem.RequestProblem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object as a request must have them; whatever is amiss is a 400. */
record Fields(JsonObject json) {
  private static final int MAX_TEXT = 255;

  Fields object(String name) {
    return maybeObject(name).orElseThrow(() -> missing(name));
  }

  Optional<Fields> maybeObject(String name) {
    return value(name, JsonObject.class, "an object").map(Fields::new);
  }

  String text(String name) {
    return maybeText(name).orElseThrow(() -> missing(name));
  }

  Optional<String> maybeText(String name) {
    return value(name, String.class, "a string");
  }

  /** A text that is kept. */
  Optional<String> storedText(String name) {
    Optional<String> text = maybeText(name);
    if (text.filter(value -> value.length() > MAX_TEXT || value.indexOf('\0') >= 0).isPresent()) {
      throw malformed(
          "%s must have at most %d characters, none of them NUL.".formatted(name, MAX_TEXT));
    }
    return text;
  }

  /** A name that people give to something. */
  String name(String name) {
    String text = text(name);
    if (text.isBlank() || text.length() > MAX_TEXT) {
      throw malformed("%s must have between 1 and %d characters.".formatted(name, MAX_TEXT));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw malformed("%s must not hold control characters.".formatted(name));
    }
    return text;
  }

  boolean flag(String name, boolean otherwise) {
    return value(name, Boolean.class, "true or false").orElse(otherwise);
  }

  Optional<List<Object>> maybeList(String name) {
    return value(name, JsonArray.class, "a list").map(array -> array.stream().toList());
  }

  boolean has(String name) {
    return value(name) != null;
  }

  @Nullable Object value(String name) {
    return json.getValue(name);
  }

  static Function<Object, Fields> element(String listName) {
    return value -> {
      if (value instanceof JsonObject object) {
        return new Fields(object);
      }
      throw malformed("Every element of %s must be an object.".formatted(listName));
    };
  }

  private <T> Optional<T> value(String name, Class<T> type, String shape) {
    Object value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw malformed("%s must be %s.".formatted(name, shape));
    }
    return Optional.of(type.cast(value));
  }

  private static RuntimeException missing(String name) {
    return malformed("%s is a required property.".formatted(name));
  }

  static RuntimeException malformed(String message) {
    return new RequestProblem.Malformed(message).asException();
  }
}
