package io.vitrine.registry.policy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.registry.policy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

  @Test
  void readsRulesWithTheirPlaces() {
    assertThat(
            PolicyFile.read(
                "policy.yaml",
                """
                # Only administrators delete.
                "delete_image": "rule:context_is_admin"

                get_images: ''
                """))
        .containsExactly(
            new Policy.WrittenRule("delete_image", "rule:context_is_admin", "policy.yaml, line 2"),
            new Policy.WrittenRule("get_images", "", "policy.yaml, line 4"));
  }

  @Test
  void readsTheOldJsonForm() {
    assertThat(PolicyFile.read("policy.json", "{\"delete_image\": \"!\"}"))
        .containsExactly(new Policy.WrittenRule("delete_image", "!", "policy.json, line 1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# \"delete_image\": \"!\"\n", "---\n", "{}"})
  void aFileMayChangeNothing(String content) {
    assertThat(PolicyFile.read("policy.yaml", content)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: [              | policy.yaml, line 2: no YAML
          - a               | policy.yaml, line 1: rules are written as
          a                 | policy.yaml, line 1: rules are written as
          a:                | policy.yaml, line 1: the expression of rule 'a' is a string
          a: true           | policy.yaml, line 1: the expression of rule 'a' is a string
          a: [["role:b"]]   | policy.yaml, line 1: the expression of rule 'a' is a string
          5: '@'            | policy.yaml, line 1: the name of a rule is a string
          {a: '@', a: '!'}  | policy.yaml, line 1: rule 'a' is there already: policy.yaml, line 1
          a: !!java.net.URL [x] | policy.yaml, line 1: no YAML: Global tag is not allowed
          """,
      quoteCharacter = '`')
  void namesWhatIsWrongAndWhere(String content, String complaint) {
    assertThatThrownBy(() -> PolicyFile.read("policy.yaml", content + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(complaint);
  }
}
