package io.vitrine.local.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows in columns that are as wide as they need to be; the last one gets what is left. */
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 20;

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... head) {
    this.head = List.of(head);
  }

  public void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** As lines of that width; in a pipe nothing is cut off. */
  public List<String> lines(int width, boolean whole) {
    List<Integer> widths = IntStream.range(0, head.size() - 1).mapToObj(this::widthOf).toList();
    int taken = widths.stream().mapToInt(each -> each + GAP.length()).sum();
    int rest = whole ? Integer.MAX_VALUE : Math.max(NARROWEST, width - taken);
    List<String> lines = new ArrayList<>();
    lines.add(Terminal.bold(line(head, widths, rest)));
    rows.forEach(row -> lines.add(line(row, widths, rest)));
    return lines;
  }

  private int widthOf(int column) {
    return IntStream.concat(
            IntStream.of(head.get(column).length()),
            rows.stream().mapToInt(row -> row.get(column).length()))
        .max()
        .orElse(0);
  }

  private static String line(List<String> cells, List<Integer> widths, int rest) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.size(); i++) {
      String cell = cells.get(i);
      line.append(cell).repeat(' ', widths.get(i) - cell.length()).append(GAP);
    }
    return line.append(cut(cells.getLast().replaceAll("\\s+", " "), rest)).toString();
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
