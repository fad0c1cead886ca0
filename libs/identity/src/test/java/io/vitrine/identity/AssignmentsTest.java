package io.vitrine.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.identity.Assignments.Scope.Denied;
import io.vitrine.identity.Assignments.Scope.Elsewhere;
import io.vitrine.identity.Assignments.Scope.Granted;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
  private static final TokenScope OPEN = new TokenScope.Open();

  @Test
  void rolesImplyTheLesserOnes() {
    var assignments =
        Assignments.of(
            List.of(
                "/projects/a/admin",
                "/projects/m/member",
                "/projects/r/reader",
                "/projects/s/service"));

    assertThat(assignments.rolesByProject().get("a"))
        .containsExactlyInAnyOrder(Role.ADMIN, Role.MEMBER, Role.READER);
    assertThat(assignments.rolesByProject().get("m"))
        .containsExactlyInAnyOrder(Role.MEMBER, Role.READER);
    assertThat(assignments.rolesByProject().get("r")).containsExactly(Role.READER);
    assertThat(assignments.rolesByProject().get("s")).containsExactly(Role.SERVICE);
  }

  @Test
  void otherGroupsGiveNothing() {
    var assignments =
        Assignments.of(
            List.of(
                "/projects/a",
                "/projects/a/owner",
                "/staff/a/admin",
                "projects/a/admin",
                "/projects/a/admin/deeper",
                "",
                "/"));

    assertThat(assignments.rolesByProject()).isEmpty();
  }

  @Test
  void theOnlyProjectNeedsNoName() {
    assertThat(Assignments.of(List.of("/projects/demo/reader")).scope(OPEN, null))
        .isEqualTo(new Granted("demo", Set.of(Role.READER)));
  }

  @Test
  void severalProjectsNeedAName() {
    var assignments = Assignments.of(List.of("/projects/a/reader", "/projects/b/member"));

    assertThat(assignments.scope(OPEN, null)).isInstanceOf(Denied.class);
    assertThat(assignments.scope(OPEN, "b"))
        .isEqualTo(new Granted("b", Set.of(Role.MEMBER, Role.READER)));
  }

  @Test
  void aProjectOutsideTheTokenIsDenied() {
    assertThat(Assignments.of(List.of("/projects/a/admin")).scope(OPEN, "b"))
        .isInstanceOf(Denied.class);
    assertThat(Assignments.of(List.of()).scope(OPEN, null)).isInstanceOf(Denied.class);
  }

  @Test
  void aTokenCannotLeaveItsProject() {
    // Given
    Assignments assignments =
        Assignments.of(List.of("/projects/demo/member", "/projects/other/admin"));
    TokenScope scope = new TokenScope.ToProject("demo");

    // Then
    assertThat(assignments.scope(scope, null))
        .isEqualTo(new Granted("demo", Set.of(Role.MEMBER, Role.READER)));
    assertThat(assignments.scope(scope, "demo")).isInstanceOf(Granted.class);
    assertThat(assignments.scope(scope, "other")).isInstanceOf(Denied.class);
    assertThat(assignments.scope(new TokenScope.ToProject("third"), null))
        .isInstanceOf(Denied.class);
  }

  @Test
  void aTokenWithoutAProjectActsForNone() {
    // Given
    Assignments assignments = Assignments.of(List.of("/projects/demo/member", "/system/admin"));

    // Then
    assertThat(assignments.scope(new TokenScope.Unscoped(), null)).isInstanceOf(Elsewhere.class);
    assertThat(assignments.scope(new TokenScope.Unscoped(), "demo")).isInstanceOf(Elsewhere.class);
    assertThat(assignments.scope(new TokenScope.ToSystem(), "demo")).isInstanceOf(Elsewhere.class);
    assertThat(assignments.systemRoles())
        .containsExactlyInAnyOrder(Role.ADMIN, Role.MEMBER, Role.READER);
  }

  @Test
  void includesWhatIsWeaker() {
    // Given
    Assignments admin = Assignments.of(List.of("/projects/demo/admin"));
    Assignments member = Assignments.of(List.of("/projects/demo/member"));

    // Then
    assertThat(admin.include(member)).isTrue();
    assertThat(member.include(admin)).isFalse();
    assertThat(member.include(Assignments.of(List.of("/projects/other/reader")))).isFalse();
    assertThat(admin.include(Assignments.of(List.of("/system/reader")))).isFalse();
    assertThat(Assignments.of(List.of()).include(Assignments.of(List.of()))).isTrue();
  }
}
