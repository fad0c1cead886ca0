package io.vitrine.local.migrate;

import io.vitrine.local.terminal.Table;
import io.vitrine.local.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/** What has become of everything: numbers of what is equal, a line for all that is not. */
final class Report {
  private final Deed deed;
  private final List<Line> lines = new ArrayList<>();
  private final Count images = new Count();
  private final Count namespaces = new Count();
  private int bySize;
  private int gone;
  private boolean isFlawed;

  /** What stands in the table. */
  private record Line(Item item, String what, String why) {
    private Line {
      why = Terminal.plain(why);
    }
  }

  /** Of images, and of namespaces. */
  private static final class Count {
    private int before;
    private int brought;
    private int planned;
    private int kept;
    private int different;
    private int failed;
    private long bytes;
  }

  Report(Deed deed) {
    this.deed = deed;
  }

  synchronized void add(Item item, Outcome outcome) {
    Count count =
        switch (item.kind()) {
          case IMAGE -> images;
          case NAMESPACE -> namespaces;
        };
    switch (outcome) {
      case Outcome.Equal equal -> {
        if (equal.brought()) {
          count.brought++;
          count.bytes += equal.bytes();
        } else {
          count.before++;
        }
        bySize += equal.bySize() ? 1 : 0;
      }
      case Outcome.Planned(var steps) -> {
        count.planned++;
        lines.add(new Line(item, "to do", String.join(", ", steps)));
      }
      case Outcome.Kept(String why) -> {
        count.kept++;
        lines.add(new Line(item, "kept", why));
      }
      case Outcome.Different(var differences) -> {
        count.different++;
        isFlawed = true;
        lines.add(new Line(item, "differs", String.join("; ", differences)));
      }
      case Outcome.Failed(String cause) -> {
        count.failed++;
        isFlawed = true;
        lines.add(new Line(item, "not brought", cause));
      }
      case Outcome.Gone() -> gone++;
    }
  }

  /** Whether everything that was asked for is equal, or can be. */
  synchronized boolean isFlawless() {
    return !isFlawed;
  }

  synchronized void print() {
    Table numbers = new Table("", "IMAGES", "NAMESPACES", "BYTES");
    row(numbers, "equal before", images.before, namespaces.before, "");
    switch (deed) {
      case BRING ->
          row(
              numbers,
              "brought, equal now",
              images.brought,
              namespaces.brought,
              Terminal.bytes(images.bytes));
      case SAY -> row(numbers, "to do", images.planned, namespaces.planned, "");
      case COMPARE -> {}
    }
    row(numbers, "kept as it is here", images.kept, namespaces.kept, "");
    row(numbers, "differs", images.different, namespaces.different, "");
    row(numbers, "not brought", images.failed, namespaces.failed, "");
    print(numbers);
    if (!lines.isEmpty()) {
      Table table = new Table("", "ID", "NAME", "WHY");
      lines.forEach(
          line -> table.add(line.what(), line.item().id(), line.item().name(), line.why()));
      Terminal.out().println();
      print(table);
    }
    note(bySize, "%d compared by size alone: the source has no digest of them");
    note(gone, "%d deleted in the source meanwhile");
  }

  private static void row(Table table, String what, int images, int namespaces, String bytes) {
    table.add(what, "" + images, "" + namespaces, bytes);
  }

  private static void print(Table table) {
    table
        .lines(Terminal.width(), !Terminal.interactive())
        .forEach(line -> Terminal.out().println(line));
  }

  private static void note(int count, String text) {
    if (count > 0) {
      Terminal.out().println(text.formatted(count));
    }
  }
}
