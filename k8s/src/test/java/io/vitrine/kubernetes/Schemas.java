package io.vitrine.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * What Kubernetes and the operators take. A field that they do not know is a fault here, where an
 * API server leaves it out unless it is asked not to.
 */
final class Schemas {
  private final Map<String, JsonSchema> custom = Crds.schemas();

  List<String> faults(Manifest manifest) {
    return BuiltIn.knows(manifest.type())
        ? BuiltIn.faults(manifest.type(), manifest.json())
        : customFaults(manifest);
  }

  private List<String> customFaults(Manifest manifest) {
    JsonSchema schema = custom.get(manifest.type());
    if (schema == null) {
      return List.of("no schema of " + manifest.type());
    }
    return Stream.concat(
            schema.validate(manifest.json()).stream().map(ValidationMessage::getMessage),
            realmFaults(manifest.spec().path("realm")))
        .toList();
  }

  /** A realm's fields are those that Keycloak reads. */
  private static Stream<String> realmFaults(JsonNode realm) {
    try {
      new ObjectMapper().treeToValue(realm, RealmRepresentation.class);
      return Stream.of();
    } catch (JsonProcessingException e) {
      return Stream.of(e.getOriginalMessage());
    }
  }
}
