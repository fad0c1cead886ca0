package io.vitrine.registry.policy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.PropertyProtections;
import io.vitrine.registry.policy.PropertyProtections.Operation;
import io.vitrine.registry.policy.file.ProtectionsFile.Format;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectionsFileTest {
  private static final Caller ADMIN = new Caller("a", "ops", Role.ADMIN.withImplied());
  private static final Caller MEMBER = new Caller("m", "demo", Role.MEMBER.withImplied());
  private static final Caller READER = new Caller("r", "demo", Role.READER.withImplied());
  private static final String SECTIONS =
      """
      # The first one that is found decides.
      [^x_secret]
      create = admin
      read = Admin
      update = !
      delete = admin

      [x_]
      create: member
      READ: @
      update = admin, member,
      delete =

      [.*_open$]
      create = _member_
      read = reader
      update = @
      delete = member, @
      """;

  private static PropertyProtections roles(String content) {
    return new ProtectionsFile("p.conf", content, Format.ROLES).toProtections(Policy.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x_secret_key | create | admin
          x_secret_key | read   | admin
          x_secret_key | update | nobody
          my_x_secret  | read   | reader
          my_x_secret  | create | member
          x_a          | update | member
          x_a          | delete | nobody
          wide_open    | create | member
          wide_open    | read   | reader
          wide_open    | delete | reader
          wide_opened  | read   | nobody
          other        | read   | nobody
          os_glance_x  | read   | reader
          """)
  @Tag("attack")
  @Tag("OSSN-0013")
  void theFirstSectionThatIsFoundDecides(String property, String operation, String least) {
    PropertyProtections protections = roles(SECTIONS);

    List<Boolean> allowed =
        List.of(ADMIN, MEMBER, READER).stream()
            .map(caller ->
                protections.allow(
                    Operation.valueOf(operation.toUpperCase(Locale.ROOT)), property, caller))
            .toList();

    assertThat(allowed)
        .isEqualTo(
            switch (least) {
              case "reader" -> List.of(true, true, true);
              case "member" -> List.of(true, true, false);
              case "admin" -> List.of(true, false, false);
              default -> List.of(false, false, false);
            });
  }

  @Test
  void rulesDecideWhereTheFormatIsPolicies() {
    // Given
    ProtectionsFile file =
        new ProtectionsFile(
            "p.conf",
            "[.*]\ncreate = licensing\nread = @\nupdate = context_is_admin\ndelete = !",
            Format.POLICIES);
    Policy policy =
        Policy.of(
            List.of(new Policy.WrittenRule("licensing", "project_id:demo", "line 1")),
            file.rules());
    // When
    PropertyProtections protections = file.toProtections(policy);
    // Then
    assertThat(protections.allow(Operation.CREATE, "a", READER)).isTrue();
    assertThat(protections.allow(Operation.CREATE, "a", ADMIN)).isFalse();
    assertThat(protections.allow(Operation.READ, "a", READER)).isTrue();
    assertThat(protections.allow(Operation.UPDATE, "a", ADMIN)).isTrue();
    assertThat(protections.allow(Operation.UPDATE, "a", MEMBER)).isFalse();
    assertThat(protections.allow(Operation.DELETE, "a", ADMIN)).isFalse();
  }

  @Test
  void showsWhatMayBeRead() {
    Map<String, String> properties = Map.of("x_a", "1", "x_secret", "2");

    assertThat(roles(SECTIONS).readable(properties, MEMBER)).containsExactly(Map.entry("x_a", "1"));
    assertThat(roles(SECTIONS).readable(properties, ADMIN)).isSameAs(properties);
    assertThat(PropertyProtections.NONE.readable(properties, READER)).isSameAs(properties);
  }

  @Test
  void aNameThatIsTooMuchForTheExpressionIsNobodys() {
    PropertyProtections protections =
        roles("[^(a|b)*$]\ncreate = @\nread = @\nupdate = @\ndelete = @");

    assertThat(protections.allow(Operation.READ, "ab", READER)).isTrue();
    assertThat(protections.allow(Operation.READ, "ab".repeat(500_000), READER)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          read = @                         | p.conf, line 1: expected a section
          [a],read                         | p.conf, line 2: expected a section
          [a],write = @                    | p.conf, line 2: 'write' is none of create, read, update, delete
          [a],read = @                     | p.conf, line 1: section [a] does not say who may create
          [a],read = @,read = !            | p.conf, line 3: 'read' is there already
          [a],read = @; !                  | p.conf, line 2: '@' and '!' exclude one another
          [a],read = boss                  | p.conf, line 2: there is no role 'boss'
          [a(]                             | p.conf, line 1: 'a(' is no regular expression
          """)
  void namesWhatIsWrongAndWhere(String lines, String complaint) {
    String missing =
        List.of("create", "read", "update", "delete").stream()
            .filter(key ->
                complaint.contains("regular")
                    || (complaint.contains("line 2") && !lines.contains(key)))
            .map(key -> "\n" + key + " = @")
            .reduce("", String::concat);
    String content = lines.replace(",", "\n").replace(";", ",") + missing;

    assertThatThrownBy(() -> roles(content))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(complaint);
  }

  @Test
  void policiesNameOneRuleThatThereIs() {
    String content = "[a]\ncreate = %s\nread = @\nupdate = @\ndelete = @";

    assertThatThrownBy(() -> policies(content.formatted("default, context_is_admin")))
        .hasMessage("p.conf, line 2: name one rule; a rule can combine others");
    assertThatThrownBy(() -> policies(content.formatted("boss")))
        .hasMessage("p.conf, line 2: there is no rule 'boss'");
  }

  private static PropertyProtections policies(String content) {
    ProtectionsFile file = new ProtectionsFile("p.conf", content, Format.POLICIES);
    return file.toProtections(Policy.of(List.of(), Set.of()));
  }

  @Test
  void aSectionIsThereOnce() {
    String section = "[a]\ncreate = @\nread = @\nupdate = @\ndelete = @\n";

    assertThatThrownBy(() -> roles(section + section))
        .hasMessage("p.conf, line 6: section [a] is there already");
  }
}
