package io.vitrine.events.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.events.Fact;
import io.vitrine.events.FactCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A fact as it has to be on the wire, for ever. The file is named for its type, and where the type
 * has several, for what is special about it.
 */
record Golden(String type, Optional<String> special, JsonNode json) {
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final Pattern NAME = Pattern.compile("(.+\\.v\\d+)(?:\\.(.+))?\\.json");

  /** All that there are; of a type, the one that has nothing special comes first. */
  static List<Golden> all() {
    return Folder.read(FOLDER).entrySet().stream()
        .map(file -> of(file.getKey(), file.getValue()))
        .sorted(Golden::byType)
        .toList();
  }

  private static Golden of(String file, String text) {
    MatchResult name = NAME.matcher(file).results().findFirst().orElseThrow();
    return new Golden(name.group(1), Optional.ofNullable(name.group(2)), Folder.json(text));
  }

  private static int byType(Golden one, Golden other) {
    int byType = one.type.compareTo(other.type);
    return byType != 0 ? byType : one.special.orElse("").compareTo(other.special.orElse(""));
  }

  Fact fact() {
    return FactCodec.decode(type, Folder.bytes(json)).orElseThrow();
  }

  @Override
  public String toString() {
    return type + special.map(" "::concat).orElse("");
  }
}
