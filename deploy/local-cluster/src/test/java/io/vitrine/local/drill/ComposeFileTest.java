package io.vitrine.local.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeFileTest {
  private static final String FILE =
      """
      x-confined: &confined
        cap_drop: [ALL]
        security_opt: ["no-new-privileges:true"]
      services:
        store:
          <<: *confined
          read_only: true
          tmpfs: ["/tmp:size=64m"]
          mem_limit: 1g
          stop_grace_period: 30s
          restart: always
          command: ["serve", "${WHERE:-here}"]
          environment:
            PASSWORD: ${STORE_PASSWORD:?}
            PLAIN: "true"
          volumes: ["./realm:/realm:ro", "../.vitrine/compose/stores:/stores:ro", "data:/data"]
          secrets: [key]
      secrets:
        key: {file: ../.vitrine/compose/data/key.pem}
      """;

  @TempDir private Path folder;

  private ComposeFile read(Map<String, String> variables) throws IOException {
    Path file = Files.writeString(folder.resolve("compose.yaml"), FILE);
    return new ComposeFile(file, Path.of("/drill/compose"), variables);
  }

  @Test
  void aContainerMayDoWhatTheFileSays() throws IOException {
    assertThat(read(Map.of()).options("store"))
        .containsExactly(
            "--cap-drop",
            "ALL",
            "--security-opt",
            "no-new-privileges:true",
            "--tmpfs",
            "/tmp:size=64m",
            "--read-only",
            "--memory",
            "1g",
            "--stop-timeout",
            "30",
            "--restart",
            "always",
            "--volume",
            folder.resolve("realm") + ":/realm:ro",
            "--volume",
            "/drill/compose/stores:/stores:ro",
            "--volume",
            "/drill/compose/data/key.pem:/run/secrets/key:ro");
  }

  @Test
  void variablesAreFilledIn() throws IOException {
    ComposeFile file = read(Map.of("STORE_PASSWORD", "sesame$1"));

    assertThat(file.environment("store"))
        .isEqualTo(Map.of("PASSWORD", "sesame$1", "PLAIN", "true"));
    assertThat(file.command("store")).containsExactly("serve", "here");
  }

  @Test
  void whatHasNoDefaultIsAskedFor() throws IOException {
    ComposeFile file = read(Map.of());

    assertThatThrownBy(() -> file.environment("store")).hasMessageContaining("STORE_PASSWORD");
  }
}
