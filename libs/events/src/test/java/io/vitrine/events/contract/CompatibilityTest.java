package io.vitrine.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.events.contract.Contract.Message;
import io.vitrine.events.contract.Contract.Role;
import io.vitrine.events.contract.Contract.Topic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
  private static final JsonNode SCHEMA =
      Folder.json(
          """
          {
            "description": "old words",
            "type": "object",
            "properties": {
              "size": {"type": "integer", "minimum": 1, "maximum": 9},
              "ratio": {"type": "number"},
              "name": {"type": ["string", "null"], "maxLength": 255},
              "status": {"type": "string", "enum": ["queued", "active"]},
              "id": {"type": "string", "format": "uuid"},
              "tags": {"type": "array", "items": {"type": "string"}},
              "labels": {"type": "object", "additionalProperties": {"type": "string"}},
              "member": {"$ref": "#/$defs/Member"},
              "before": {"anyOf": [{"$ref": "#/$defs/Member"}, {"type": "null"}]}
            },
            "required": ["size", "name"],
            "additionalProperties": false,
            "$defs": {
              "Member": {
                "type": "object",
                "properties": {"project": {"type": "string"}},
                "required": ["project"]
              }
            }
          }
          """);

  /** Each row replaces something in the schema; without a sentence, that harms nobody. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "old words"                   | "new words"                       |
          "size": {                     | "colour": {}, "size": {           |
          "size": {                     | "bytes": {                        | size is gone
          "type": "integer"             | "type": "string"                  | size was integer and is string
          "type": "integer"             | "type": "number"                  | size was integer and is number or integer
          "type": "number"              | "type": "integer"                 |
          "type": "integer"             | "type": ["integer", "null"]       | size was integer and is integer or null
          ["string", "null"]            | "string"                          |
          "required": ["size", "name"]  | "required": ["size"]              | name may be absent now
          "required": ["size", "name"]  | "required": ["size", "name", "id"] |
          ["queued", "active"]          | ["queued", "active", "gone"]      | status may be "gone" now
          ["queued", "active"]          | ["queued"]                        |
          , "enum": ["queued", "active"] | ''                               | status may be anything now
          "format": "uuid"              | "format": "uri"                   | id its format was "uuid" and is "uri"
          , "format": "uuid"            | ''                                | id its format was "uuid" and is none
          "minimum": 1                  | "minimum": 2                      |
          "minimum": 1                  | "minimum": 0                      | size its minimum was 1 and is 0
          "maximum": 9                  | "maximum": 10                     | size its maximum was 9 and is 10
          "items": {"type": "string"}   | "items": {"type": "integer"}      | tags[] was string and is integer
          , "items": {"type": "string"} | ''                                | tags[] was {"type":"string"} and is anything
          "additionalProperties": {"type": "string"} | "additionalProperties": {"type": "boolean"} | labels.* was string and is boolean
          "additionalProperties": false | "additionalProperties": true      |
          {"project": {"type": "string"}} | {"project": {"type": "boolean"}} | member.project was string and is boolean; before.project was string and is boolean
          "member": {"$ref": "#/$defs/Member"} | "member": {"anyOf": [{"$ref": "#/$defs/Member"}, {"type": "null"}]} | member was object and is object or null
          {"anyOf": [{"$ref": "#/$defs/Member"}, {"type": "null"}]} | {"$ref": "#/$defs/Member"} |
          "number"                      | "number", "multipleOf": 2         |
          """)
  void whatIsToldIsWhatReadersKnow(String old, String changed, String sentences) {
    assertThat(breaks(Role.TOLD, old, changed)).isEqualTo(split(sentences));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "old words"                   | "new words"                       |
          "size": {                     | "colour": {}, "size": {           |
          "size": {                     | "bytes": {                        | size is gone
          "type": "integer"             | "type": "number"                  |
          "type": "number"              | "type": "integer"                 | ratio was number or integer and is integer
          ["string", "null"]            | "string"                          | name was string or null and is string
          "type": "integer"             | "type": ["integer", "null"]       |
          "required": ["size", "name"]  | "required": ["size"]              |
          "required": ["size", "name"]  | "required": ["size", "name", "id"] | id must be given now
          ["queued", "active"]          | ["queued", "active", "gone"]      |
          ["queued", "active"]          | ["queued"]                        | status may not be "active" any more
          "format": "uuid"              | "format": "uuid", "enum": ["a"]   | id may be only ["a"] now
          , "format": "uuid"            | ''                                |
          "number"                      | "number", "multipleOf": 2         | ratio its multipleOf was none and is 2
          "minimum": 1                  | "minimum": 0                      |
          "minimum": 1                  | "minimum": 2                      | size its minimum was 1 and is 2
          "maxLength": 255              | "maxLength": 64                   | name its maxLength was 255 and is 64
          "items": {"type": "string"}   | "items": {"type": "integer"}      | tags[] was string and is integer
          "labels": {"type": "object"   | "labels": {"type": "object", "maxProperties": 3 | labels its maxProperties was none and is 3
          "additionalProperties": {"type": "string"} | "additionalProperties": false | labels takes no other fields any more
          "additionalProperties": {"type": "string"} | "additionalProperties": true |
          "additionalProperties": false | "additionalProperties": {"type": "string"} |
          """)
  void whatIsAskedIsWhatAskersKnow(String old, String changed, String sentences) {
    assertThat(breaks(Role.ASKED, old, changed)).isEqualTo(split(sentences));
  }

  private static List<String> breaks(Role role, String old, String changed) {
    String before = SCHEMA.toString();
    String was = old.replaceAll("(?<=[:,]) (?=[\\[{\"\\d])", "").replace(": ", ":");
    assertThat(before).contains(was);
    String after = before.replace(was, changed);
    return SchemaRules.breaks(role, SCHEMA, Folder.json(after));
  }

  private static List<String> split(String sentences) {
    return sentences == null ? List.of() : List.of(sentences.split("; "));
  }

  private static Contract contract(Role role, String topic, Map<String, Message> messages) {
    return new Contract(Map.of(topic, new Topic(role, messages)));
  }

  private static Message message(String key, String headers) {
    return new Message(key, Folder.json(headers), SCHEMA);
  }

  @Test
  void whatIsNewBesideTheOldBreaksNobody() {
    Message message = message("image id", "{}");
    Contract was = contract(Role.TOLD, "images", Map.of("a.v1", message));
    Contract is =
        new Contract(
            Map.of(
                "images", new Topic(Role.TOLD, Map.of("a.v1", message, "a.v2", message)),
                "tasks", new Topic(Role.TOLD, Map.of())));

    assertThat(Compatibility.breaks(was, is)).isEmpty();
  }

  @Test
  void aTopicAndATypeStay() {
    Contract was = contract(Role.TOLD, "images", Map.of("a.v1", message("image id", "{}")));

    assertThat(Compatibility.breaks(was, new Contract(Map.of()))).containsExactly("images is gone");
    assertThat(Compatibility.breaks(was, contract(Role.TOLD, "images", Map.of())))
        .containsExactly("a.v1 is not on images any more");
    assertThat(Compatibility.breaks(was, contract(Role.ASKED, "images", Map.of())))
        .containsExactly("images was for the other direction");
  }

  @Test
  void aKeyStaysWhatItIs() {
    Contract was = contract(Role.TOLD, "images", Map.of("a.v1", message("image id", "{}")));
    Contract is = contract(Role.TOLD, "images", Map.of("a.v1", message("project id", "{}")));

    assertThat(Compatibility.breaks(was, is))
        .containsExactly("a.v1: the key was image id and is project id");
  }

  @Test
  void headersStay() {
    String user = "{\"properties\": {\"ce_userid\": {\"type\": \"string\"}}}";
    Contract was = contract(Role.TOLD, "images", Map.of("a.v1", message("image id", user)));
    Contract is = contract(Role.TOLD, "images", Map.of("a.v1", message("image id", "{}")));

    assertThat(Compatibility.breaks(was, is)).containsExactly("a.v1, headers: ce_userid is gone");
  }
}
