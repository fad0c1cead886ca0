package io.vitrine.metadefs.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.vitrine.problem.JsonBody;
import io.vitrine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {

  @ParameterizedTest(name = "{0}: {1} is fine: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'type': 'string'                                   | anything     | true",
        "'type': 'string', 'minLength': 2, 'maxLength': 3   | a            | false",
        "'type': 'string', 'minLength': 2, 'maxLength': 3   | ab           | true",
        "'type': 'string', 'minLength': 2, 'maxLength': 3   | 😀😀😀       | true",
        "'type': 'string', 'minLength': 2, 'maxLength': 3   | abcd         | false",
        "'type': 'string', 'pattern': 'b+'                  | abc          | true",
        "'type': 'string', 'pattern': '^b+$'                | abc          | false",
        "'type': 'string', 'enum': ['a', 'b']               | b            | true",
        "'type': 'string', 'enum': ['a', 'b']               | B            | false",
        "'type': 'string', 'minimum': 7                     | 3            | true",
        "'type': 'integer'                                  | 4            | true",
        "'type': 'integer'                                  | -4           | true",
        "'type': 'integer'                                  | 4.0          | false",
        "'type': 'integer'                                  | 0x4          | false",
        "'type': 'integer'                                  | four         | false",
        "'type': 'integer', 'minimum': 1, 'maximum': 8      | 0            | false",
        "'type': 'integer', 'minimum': 1, 'maximum': 8      | 8            | true",
        "'type': 'integer', 'minimum': 1, 'maximum': 8      | 9            | false",
        "'type': 'integer', 'maximum': 8     | 123456789012345678901234567890 | false",
        "'type': 'integer', 'enum': [1, 2]                  | 2            | true",
        "'type': 'integer', 'enum': ['1', '2']              | 2            | true",
        "'type': 'integer', 'enum': [1, 2]                  | 3            | false",
        "'type': 'number'                                   | 4.5          | true",
        "'type': 'number'                                   | 1e3          | true",
        "'type': 'number'                                   | NaN          | false",
        "'type': 'number'                                   | .5           | false",
        "'type': 'number', 'maximum': 1.5                   | 1.6          | false",
        "'type': 'number', 'maximum': 1.5                   | 1e999999999  | false",
        "'type': 'number', 'maximum': 1.5                   | 1e9999999999 | false",
        "'type': 'number', 'enum': [1.50]                   | 1.5          | true",
        "'type': 'boolean'                                  | true         | true",
        "'type': 'boolean'                                  | False        | true",
        "'type': 'boolean'                                  | yes          | false",
        "'type': 'array'                                    | a,b          | true",
        "'type': 'array'                                    | [1, 'a']     | true",
        "'type': 'array'                                    | [1, 'a'      | false",
        "'type': 'array'                                    | [1e9999999999] | false",
        "'type': 'array', 'minItems': 2, 'maxItems': 2      | a            | false",
        "'type': 'array', 'minItems': 2, 'maxItems': 2      | a, b         | true",
        "'type': 'array', 'minItems': 2, 'maxItems': 2      | a, b, c      | false",
        "'type': 'array', 'uniqueItems': true               | a, b, a      | false",
        "'type': 'array', 'uniqueItems': true               | [1, 1.0]     | false",
        "'type': 'array', 'uniqueItems': false              | a, a         | true",
        "'type': 'array', 'items': {'type': 'integer'}      | 1, 2         | true",
        "'type': 'array', 'items': {'type': 'integer'}      | 1, b         | false",
        "'type': 'array', 'items': {'type': 'string'}       | ['a']        | true",
        "'type': 'array', 'items': {'type': 'string'}       | [1]          | false",
        "'type': 'array', 'items': {'type': 'boolean'}      | [null]       | false",
        "'type': 'array', 'items': {'type': 'string', 'enum': ['a', 'b']} | b,a | true",
        "'type': 'array', 'items': {'type': 'string', 'enum': ['a', 'b']} | a,c | false",
        "'type': 'array', 'enum': [['a'], ['b']]            | a            | true",
        "'type': 'array', 'enum': [['a'], ['b']]            | a,b          | false",
        "'type': 'object'                                   | {'a': 1}     | true",
        "'type': 'object'                                   | a            | false",
        "'type': 'object'                                   | []           | false",
        "'type': 'object', 'required': ['a']                | {'b': 1}     | false",
        "'type': 'object', 'required': ['a']                | {'a': null}  | true",
        "'type': 'integer', 'operators': ['<or>', '>=']     | >= 4         | true",
        "'type': 'string', 'enum': ['a'], 'operators': ['<or>'] | <or> b <or> c | true",
        "'type': 'string', 'enum': ['a'], 'operators': ['<or>'] | <in> b   | false",
        "'type': 'string', 'enum': ['a']                    | <or> b       | false",
      })
  void judgesAText(String keywords, String value, boolean fine) {
    assertThat(definition(keywords).flawsOf(json(value)).isEmpty()).isEqualTo(fine);
  }

  @Test
  void saysAllThatIsWrong() {
    // Given
    Definition definition = definition("'type': 'string', 'enum': ['a'], 'minLength': 3");
    // Then
    assertThat(definition.flawsOf("b"))
        .containsExactly("must be one of a", "must have at least 3 characters");
  }

  @Test
  void namesSomeOfManyChoices() {
    // Given
    List<Object> choices = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      choices.add(i);
    }
    Map<String, Object> keywords = Map.of("type", "integer", "title", "T", "enum", choices);
    // Then
    assertThat(Definition.said("p", keywords).flawsOf("-1").getFirst()).endsWith("18, 19, …");
  }

  @Test
  void keepsNothingThatCanBeChanged() {
    // Given
    List<Object> choices = new ArrayList<>(List.of("a"));
    Map<String, Object> keywords = Map.of("type", "string", "title", "T", "enum", choices);
    Definition definition = Definition.said("p", keywords);
    // When
    choices.add("b");
    // Then
    assertThat(definition.flawsOf("b")).isNotEmpty();
  }

  /** Whatever would take RE2 much time, memory or stack is refused before it does. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "(?=a)b",
        "\\1",
        "((a{100}){100}){100}",
        "(((((((a?){9}){9}){9}){9}){9}){9}){9}",
        "(a{1000}b{1000}){100}",
        "a{1001}",
        "(?i)\\x{1c80}",
        "(?s-i:a)"
      })
  void refusesAPatternThatItCannotBound(String pattern) {
    assertThatThrownBy(
            () -> Definition.said("p", Map.of("type", "string", "title", "T", "pattern", pattern)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("pattern of the property p");
  }

  @Test
  void refusesAPatternThatIsVeryDeep() {
    // Given
    String deep = "(".repeat(100_000) + ")".repeat(100_000);
    // Then
    assertThatThrownBy(
            () -> Definition.said("p", Map.of("type", "string", "title", "T", "pattern", deep)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void comparesNumbersThatAreOutOfAllBounds() {
    // Given
    Definition definition = definition("'type': 'array', 'uniqueItems': true");
    // Then
    assertThat(definition.flawsOf("[100e2147483647, 1]")).isEmpty();
    assertThat(definition.flawsOf("[100e2147483647, 100e2147483647]")).hasSize(1);
  }

  @Test
  void keepsWhatALaterVersionLetPass() {
    // Given
    Definition definition =
        new Definition("p", Map.of("type", "string", "title", "T", "pattern", "(?i)a", "new", 1));
    // Then
    assertThat(definition.flawsOf("b")).isEmpty();
  }

  @Test
  void takesAPatternThatOthersChokeOn() {
    // Given
    Definition definition = definition("'type': 'string', 'pattern': '^(a+)+$'");
    // Then
    assertThat(definition.flawsOf("a".repeat(60_000) + "b")).hasSize(1);
  }

  private static Definition definition(String keywords) {
    try {
      return Definition.said(
          "p",
          JsonBody.JSON.readValue(
              json("{'title': 'T', %s}".formatted(keywords)), new TypeReference<>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(keywords, e);
    }
  }

  private static String json(String readable) {
    return readable.replace('\'', '"');
  }
}
