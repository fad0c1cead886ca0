package io.vitrine.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  private final Table table = new Table("ID", "KEY", "REASON");

  @Test
  void alignsItsColumnsAndCutsTheLast() {
    table.add("3-17", "a", "the record's\nvalue is not JSON");
    table.add("0-1", "longer", "no");

    assertThat(table.lines(30, false))
        .containsExactly(
            "ID    KEY     REASON", "3-17  a       the record's value …", "0-1   longer  no");
    assertThat(table.lines(30, true)).contains("3-17  a       the record's value is not JSON");
  }
}
