package io.vitrine.local.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.local.ClusterException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectsTest {

  @Test
  void keepsTheIdsThatNothingIsSaidOf() {
    Projects projects = Projects.from(List.of("# there  here", "", "  a1b2   blue "));
    assertThat(projects.mapped("a1b2")).isEqualTo("blue");
    assertThat(projects.mapped("red")).isEqualTo("red");
  }

  @Test
  void refusesWhatIsNoPair() {
    assertThatThrownBy(() -> Projects.from(List.of("a b c"))).isInstanceOf(ClusterException.class);
    assertThatThrownBy(() -> Projects.from(List.of("a"))).hasMessageContaining("a");
    assertThatThrownBy(() -> Projects.from(List.of("a b", "a c"))).hasMessageContaining("twice");
  }
}
