package io.vitrine.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.identity.Assignments.Scope.Denied;
import io.vitrine.identity.Assignments.Scope.Granted;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssignmentsTest {

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
    assertThat(Assignments.of(List.of("/projects/demo/reader")).scope(null))
        .isEqualTo(new Granted("demo", Set.of(Role.READER)));
  }

  @Test
  void severalProjectsNeedAName() {
    var assignments = Assignments.of(List.of("/projects/a/reader", "/projects/b/member"));

    assertThat(assignments.scope(null)).isInstanceOf(Denied.class);
    assertThat(assignments.scope("b"))
        .isEqualTo(new Granted("b", Set.of(Role.MEMBER, Role.READER)));
  }

  @Test
  void aProjectOutsideTheTokenIsDenied() {
    assertThat(Assignments.of(List.of("/projects/a/admin")).scope("b")).isInstanceOf(Denied.class);
    assertThat(Assignments.of(List.of()).scope(null)).isInstanceOf(Denied.class);
  }
}
