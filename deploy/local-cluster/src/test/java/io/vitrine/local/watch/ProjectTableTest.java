package io.vitrine.local.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectTableTest {
  private static final Instant AT = Instant.parse("2026-01-01T12:00:01Z");
  private final ProjectTable table = new ProjectTable(100, ZoneOffset.UTC);

  private static Task task(String status, long done, long total, String message) {
    return new Task(
        "t", "glance-direct", status, 1, "convert", done, total, message, AT, AT.plusSeconds(9));
  }

  @Test
  void showsHowAnImportGoes() {
    // Given
    table.know("1", "debian", "importing");
    // When
    table.show("1", task("processing", 512, 2048, ""));
    // Then
    assertThat(table.lines())
        .containsExactly(
            "TIME      NAME                  STATUS       LAST",
            "12:00:10  debian                importing    › convert    ██░░░░░░░░░  25%  512 B of"
                + " 2.0 KiB");
    assertThat(table.line("1"))
        .isEqualTo("12:00:10  debian                importing    convert  25%  512 B of 2.0 KiB");
  }

  @Test
  void showsWhatHasBecomeOfAnImage() {
    // Given
    table.know("1", "one", "active");
    table.know("2", "two", "queued");
    table.know("3", "three", "importing");
    // When
    table.show("1", "member-added", AT);
    table.show("2", task("failure", 0, 0, "it is no image"));
    table.show("3", task("pending", 0, 0, ""));
    table.show("4", task("success", 0, 0, ""));
    // Then
    assertThat(table.lines())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("TIME"),
            one ->
                assertThat(one)
                    .startsWith("12:00:01  one ")
                    .endsWith("active       · member added"),
            two -> assertThat(two).endsWith("queued       ✘ import failed: it is no image"),
            three -> assertThat(three).endsWith("importing    · waits for a worker"),
            four ->
                assertThat(four).startsWith("12:00:10  4 ").endsWith("?            ✔ imported"));
  }

  @Test
  void aLineStaysWhereItIsUntilThereAreTooMany() {
    // When
    for (int i = 0; i < 30; i++) {
      table.show("image-" + i, "created", AT.plusSeconds(i));
      table.show("image-0", "updated", AT.plusSeconds(i));
    }
    // Then
    assertThat(table.lines()).hasSize(21);
    assertThat(table.lines().get(1)).contains("image-0 ");
    assertThat(table.lines().get(2)).contains("image-11 ");
    assertThat(table.lines().getLast()).contains("image-29 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 100, 120, 200})
  void noLineIsWiderThanTheTerminal(int width) {
    // Given
    ProjectTable narrow = new ProjectTable(width, ZoneOffset.UTC);
    narrow.know("1", "n".repeat(255), "deactivated");
    narrow.know("2", "n".repeat(255), "deactivated");
    // When
    narrow.show("1", task("processing", 1023L << 20, 1023L << 20, ""));
    narrow.show("2", task("failure", 0, 0, "x".repeat(1000)));
    // Then
    assertThat(narrow.lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
  }

  @Test
  void aNameCommandsNoTerminal() {
    // When
    table.know("1", "a\033[2Jb\nc", "queued");
    table.show("1", "created", AT);
    // Then
    assertThat(table.line("1")).contains("a?[2Jb?c");
  }
}
