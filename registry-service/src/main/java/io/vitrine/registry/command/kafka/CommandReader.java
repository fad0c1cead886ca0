package io.vitrine.registry.command.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.vitrine.events.Command;
import io.vitrine.events.CommandCodec;
import io.vitrine.problem.JsonBody;
import io.vitrine.problem.RequestProblem;
import io.vitrine.registry.command.CommandProblem;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads commands, and holds them to their schemas. */
@Singleton
class CommandReader {
  private static final int MAX_MESSAGES = 20;

  private final Map<String, JsonSchema> schemas =
      CommandCodec.names().stream()
          .collect(Collectors.toUnmodifiableMap(Function.identity(), CommandReader::schema));

  /** The name of the command, and what it says: JSON of some form. */
  record Draft(String name, JsonNode json) {}

  Draft parse(CommandRecord record, byte @Nullable [] payload) {
    String type = record.type().orElseThrow(() -> unreadable("The record has no ce_type header."));
    String name =
        CommandCodec.nameIn(type)
            .orElseThrow(
                () -> new UnreadableCommandException(new CommandProblem.UnknownType(type)));
    if (payload == null) {
      throw unreadable("The record has no value.");
    }
    try {
      return new Draft(name, JsonBody.JSON.readTree(payload));
    } catch (IOException e) {
      throw unreadable("The record's value is not JSON, or names a field twice.");
    }
  }

  /** The command, if the draft fits its schema. */
  Command read(Draft draft) {
    String faults =
        Objects.requireNonNull(schemas.get(draft.name())).validate(draft.json()).stream()
            .map(CommandReader::sentence)
            .distinct()
            .limit(MAX_MESSAGES)
            .collect(Collectors.joining(" "));
    if (!faults.isEmpty()) {
      throw new RequestProblem.Malformed(faults).asException();
    }
    return CommandCodec.decode(draft.name(), draft.json());
  }

  private static String sentence(ValidationMessage fault) {
    String where = fault.getInstanceLocation().toString();
    return (where.isEmpty() ? "" : where + ": ") + fault.getError() + ".";
  }

  private static JsonSchema schema(String name) {
    try (InputStream file = CommandCodec.class.getResourceAsStream(CommandCodec.schemaOf(name))) {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(file, SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static UnreadableCommandException unreadable(String message) {
    return new UnreadableCommandException(new RequestProblem.Malformed(message));
  }
}
