package io.vitrine.testparts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

class ContainerOrProcessTest {
  private final List<String> tried = new ArrayList<>();

  private String container(DockerImageName image) {
    tried.add("container");
    return "container";
  }

  private String noContainer(DockerImageName image) {
    tried.add("container");
    throw new IllegalStateException("no container engine answers");
  }

  private String process() {
    tried.add("process");
    return "process";
  }

  @Test
  void aContainerIsTakenWhereThereCanBeOne() {
    assertThat(new ContainerOrProcess("").start(Part.POSTGRES, this::container, this::process))
        .isEqualTo("container");
    assertThat(tried).containsExactly("container");
  }

  @Test
  void elseItIsAProcessAndContainersAreNotTriedAgain() {
    // Given
    var either = new ContainerOrProcess("");
    // When
    either.start(Part.POSTGRES, this::noContainer, this::process);
    String second = either.start(Part.POSTGRES, this::noContainer, this::process);
    // Then
    assertThat(second).isEqualTo("process");
    assertThat(tried).containsExactly("container", "process", "process");
    assertThat(either.start(Part.S3, this::container, this::process)).startsWith("container");
  }

  @Test
  void whoWantsContainersIsToldWhyThereAreNone() {
    var container = new ContainerOrProcess("container");

    assertThatThrownBy(() -> container.start(Part.S3, this::noContainer, this::process))
        .hasMessage("no container engine answers");
    assertThat(tried).containsExactly("container");
  }

  @Test
  void whoWantsProcessesGetsThemWithoutAQuestion() {
    new ContainerOrProcess("process").start(Part.S3, this::container, this::process);

    assertThat(tried).containsExactly("process");
  }

  @Test
  void anotherWishIsRefused() {
    var mistyped = new ContainerOrProcess("containers");

    assertThatThrownBy(() -> mistyped.start(Part.S3, this::container, this::process))
        .hasMessageContaining("-Dtest.parts=containers");
  }
}
