package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * A run over all images and namespaces of the source. It keeps nothing on disk: what is to do is
 * what differs, so the same run again goes on after one that was killed.
 */
public final class Migration {
  private static final int MOST_NAMED = 10;

  private final ImageServer source;
  private final ImageServer target;
  private final Projects projects;
  private final Wish wish;

  /** Nothing is asked for yet. */
  public Migration(Cloud source, Cloud target, Projects projects, Wish wish) {
    this.source = new ImageServer(source);
    this.target = new ImageServer(target);
    this.projects = projects;
    this.wish = wish;
  }

  /** Returns whether everything is equal, or can be. */
  public boolean run() throws IOException, InterruptedException {
    requireTwo();
    List<Item> items = items();
    Report report = new Report(wish.deed());
    try (MigrationView view =
        new MigrationView(items.size(), items.stream().mapToLong(Item::size).sum())) {
      bring(items, report, view);
    }
    report.print();
    if (wish.isForAll()) {
      sayWhatIsOnlyHere(items);
    }
    return report.isFlawless();
  }

  private void requireTwo() throws IOException, InterruptedException {
    SignIn.Session there = source.session();
    SignIn.Session here = target.session();
    if (there.endpoint().equals(here.endpoint())) {
      throw new ClusterException("source and target are the same: " + here.endpoint());
    }
    Terminal.out().println(there.endpoint() + " -> " + here.endpoint());
    warn(there, "not all images of other projects are shown to you in the source");
    warn(here, "images of other projects cannot be made in the target");
  }

  private static void warn(SignIn.Session session, String what) {
    if (session.isKnownAsOrdinary()) {
      Terminal.error("not an administrator: " + what);
    }
  }

  private List<Item> items() throws IOException, InterruptedException {
    List<Item> items = new ArrayList<>();
    if (wish.isForImages()) {
      if (wish.images().isEmpty()) {
        source.list(query(), image -> items.add(item(image)));
      } else {
        wish.images().forEach(id -> items.add(new Item(Item.Kind.IMAGE, id, "", 0)));
      }
    }
    if (wish.isForNamespaces()) {
      if (wish.namespaces().isEmpty()) {
        source.listNamespaces(
            namespace -> items.add(namespace(namespace.path("namespace").asText())));
      } else {
        wish.namespaces().forEach(name -> items.add(namespace(name)));
      }
    }
    return items;
  }

  private Map<String, String> query() {
    Map<String, String> query = new TreeMap<>();
    wish.visibility().ifPresent(visibility -> query.put("visibility", visibility));
    wish.owner().ifPresent(owner -> query.put("owner", owner));
    return query;
  }

  private static Item item(JsonNode image) {
    return new Item(
        Item.Kind.IMAGE,
        image.path("id").asText(),
        Terminal.plain(image.path("name").asText("")),
        image.path("size").asLong(0));
  }

  private static Item namespace(String name) {
    return new Item(Item.Kind.NAMESPACE, name, "", 0);
  }

  private void bring(List<Item> items, Report report, MigrationView view)
      throws InterruptedException {
    BringImage images = new BringImage(source, target, projects, wish.store(), view::moved);
    BringNamespace namespaces = new BringNamespace(source, target, projects, wish.mode());
    try (ExecutorService hands =
        Executors.newFixedThreadPool(wish.parallel(), Thread.ofVirtual().factory())) {
      List<Future<?>> all = new ArrayList<>();
      for (Item item : items) {
        all.add(
            hands.submit(() -> {
              Outcome outcome =
                  judged(
                      item,
                      switch (item.kind()) {
                        case IMAGE -> images.bring(item.id(), wish.deed());
                        case NAMESPACE -> namespaces.bring(item.id(), wish.deed());
                      });
              report.add(item, outcome);
              view.done(item, outcome);
              return outcome;
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** What was listed may be deleted meanwhile; what somebody has named has to be there. */
  private Outcome judged(Item item, Outcome outcome) {
    boolean isNamed =
        switch (item.kind()) {
          case IMAGE -> !wish.images().isEmpty();
          case NAMESPACE -> !wish.namespaces().isEmpty();
        };
    return isNamed && outcome instanceof Outcome.Gone
        ? new Outcome.Failed("the source has nothing of that name, or does not show it to you")
        : outcome;
  }

  /** What was deleted in the source after it had come is not deleted here, but named. */
  private void sayWhatIsOnlyHere(List<Item> items) throws IOException, InterruptedException {
    Set<String> known =
        items.stream().map(item -> item.id().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    List<String> others = new ArrayList<>();
    target.list(Map.of(), image -> others.add(image.path("id").asText()));
    others.removeIf(known::contains);
    if (!others.isEmpty()) {
      List<String> some = others.subList(0, Math.min(MOST_NAMED, others.size()));
      Terminal.out()
          .printf(
              "%d only in the target: %s%s%n",
              others.size(), String.join(", ", some), some.size() < others.size() ? ", …" : "");
    }
  }
}
