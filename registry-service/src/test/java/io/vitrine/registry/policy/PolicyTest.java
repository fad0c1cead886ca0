package io.vitrine.registry.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  private static final Caller MEMBER = new Caller("ann", "demo", Set.of(Role.MEMBER, Role.READER));
  private static final Target FOREIGN = new Target("ops", "public", null);
  private static final Target SHARED = new Target("ops", "shared", "demo");

  private static Policy with(String name, String expression) {
    return Policy.of(List.of(new Policy.WrittenRule(name, expression, "p.yaml, line 7")), Set.of());
  }

  /** Asks about a public image of another project. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                        | true
          @                                                         | true
          !                                                         | false
          not !                                                     | true
          not not @                                                 | true
          role:member                                               | true
          role:MEMBER                                               | true
          role:admin                                                | false
          rule:context_is_admin                                     | false
          project_id:%(owner)s                                      | false
          project_id:demo                                           | true
          user_id:ann                                               | true
          user_id:bob                                               | false
          'public':%(visibility)s                                   | true
          "public":%(visibility)s                                   | true
          'shared':%(visibility)s                                   | false
          project_id:%(member_id)s                                  | false
          not project_id:%(member_id)s                              | true
          @ or ! and !                                              | true
          (@ or !) and !                                            | false
          ! and @ or @                                              | true
          not ! and !                                               | false
          not (! or @)                                              | false
          ((role:reader) and (project_id:%(owner)s or 'public':%(visibility)s)) | true
          role:reader AND NOT role:admin                            | true
          """)
  void asksWhatTheExpressionSays(String expression, boolean allowed) {
    Policy policy = with("modify_image", expression);

    assertThat(policy.allows(Rule.MODIFY_IMAGE, MEMBER, FOREIGN)).isEqualTo(allowed);
  }

  @Test
  void aMemberIsTheProjectThatTheImageIsSharedWith() {
    Policy policy = with("modify_image", "project_id:%(member_id)s");

    assertThat(policy.allows(Rule.MODIFY_IMAGE, MEMBER, SHARED)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          rule:nobody                 | there is no rule 'nobody' (at character 6)
          @ or role:boss              | there is no role 'boss', only reader, member, admin, service (at character 11)
          project_id:%(min_disk)s     | there is no attribute 'min_disk', only owner, project_id, visibility, member_id (at character 12)
          project_id:%(owner)         | '%(owner' is neither a text nor an attribute as in %(owner)s (at character 12)
          project_id:                 | '' is neither a text nor an attribute as in %(owner)s (at character 12)
          is_admin:True               | 'is_admin' cannot be compared, only role, rule, project_id, user_id and text in quotes (at character 1)
          http://example.org/         | 'http' cannot be compared, only role, rule, project_id, user_id and text in quotes (at character 1)
          admin                       | 'admin' is no check (at character 1)
          @ and                       | something is missing (at character 6)
          (@ or !                     | something is missing (at character 8)
          ` `                         | something is missing (at character 2)
          @ )                         | ')' is not expected (at character 3)
          @ @                         | '@' is not expected (at character 3)
          or @                        | 'or' is not expected (at character 1)
          not                         | something is missing (at character 4)
          rule:get_image              | rule 'get_image' refers to itself (at character 6)
          @ or rule:restore_image     | rule 'get_image' refers to itself (at character 6)
          """)
  void namesWhatIsWrongAndWhere(String expression, String complaint) {
    List<Policy.WrittenRule> overrides =
        List.of(
            new Policy.WrittenRule("get_image", expression, "p.yaml, line 7"),
            new Policy.WrittenRule("restore_image", "rule:get_image", "p.yaml, line 8"));

    assertThatThrownBy(() -> Policy.of(overrides, Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("p.yaml, line [78]: rule '[a-z_]+': .*")
        .hasMessageEndingWith(complaint);
  }

  @Test
  void aRuleThatNothingAsksForIsAMistake() {
    for (String name : List.of("modifyimage", "set_image_location")) {
      assertThatThrownBy(() -> with(name, "@"))
          .hasMessage(
              "p.yaml, line 7: rule '%s': nothing here asks for a rule of this name"
                  .formatted(name));
    }
  }

  @Test
  void rulesOfTheOperatorsOwnAreThereToBeReferredTo() {
    // Given
    Policy.WrittenRule mine = new Policy.WrittenRule("mine", "user_id:ann", "line 1");
    Policy.WrittenRule deletion = new Policy.WrittenRule("delete_image", "rule:mine", "line 2");
    // When
    Policy referred = Policy.of(List.of(mine, deletion), Set.of());
    Policy asked = Policy.of(List.of(mine), Set.of("mine"));
    // Then
    assertThat(referred.allows(Rule.DELETE_IMAGE, MEMBER, FOREIGN)).isTrue();
    assertThat(asked.named("mine"))
        .hasValueSatisfying(check -> assertThat(check.holds(MEMBER, Target.NONE)).isTrue());
  }

  @Test
  void whoeverIsAdministratorIsSoInEveryRule() {
    Policy policy = with("context_is_admin", "user_id:ann");

    assertThat(policy.allows(Rule.DELETE_IMAGE, MEMBER, FOREIGN)).isTrue();
    assertThat(policy.isDefault(Rule.DELETE_IMAGE)).isFalse();
    assertThat(policy.isDefault(Rule.FETCH_IMAGE_LOCATION)).isTrue();
  }

  @Test
  void anOverrideChangesNoOtherRule() {
    Policy policy = with("modify_image", "!");

    assertThat(Arrays.stream(Rule.values()).filter(rule -> !policy.isDefault(rule)))
        .containsExactly(Rule.MODIFY_IMAGE);
  }

  @Test
  void defaultsMayBeWrittenOut() {
    assertThat(
            with(
                    "get_images",
                    "rule:context_is_admin or (role:reader and project_id:%(project_id)s)")
                .isDefault(Rule.GET_IMAGES))
        .isTrue();
  }
}
