package io.vitrine.local.metadefs;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings namespaces from files into the catalogue and back. */
public final class CatalogueFiles {
  private final CatalogueCalls calls;
  private final PrintStream out;

  public CatalogueFiles(CatalogueCalls calls, PrintStream out) {
    this.calls = calls;
    this.out = out;
  }

  /** What is done with one namespace of several. */
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Loads a file, or all of a folder. One that is refused does not keep the others out.
   *
   * @return whether none was refused
   */
  public boolean load(Path place, LoadMode mode) throws IOException, InterruptedException {
    boolean all = true;
    for (Path file : NamespaceFiles.at(place)) {
      all &= attempt(file.toString(), () -> loadFile(file, mode));
    }
    return all;
  }

  private void loadFile(Path file, LoadMode mode) throws IOException, InterruptedException {
    if (NamespaceFiles.namespaceIn(file).isEmpty()) {
      out.println(Terminal.dim(file + " names no namespace: passed over"));
      return;
    }
    JsonNode done = calls.load(file, mode);
    out.printf(
        "%-11s %s (%d parts added, %d replaced, %d removed)%n",
        done.path("result").asText(),
        done.path("namespace").asText(),
        done.path("added").asInt(),
        done.path("replaced").asInt(),
        done.path("removed").asInt());
  }

  /** Writes the named namespaces, or all, into a folder, one file each. */
  public void export(List<String> wanted, Path folder) throws IOException, InterruptedException {
    List<String> names = wanted.isEmpty() ? names() : wanted;
    NamespaceFiles files = new NamespaceFiles();
    Files.createDirectories(folder);
    for (String name : names) {
      Path file = folder.resolve(files.nameFor(name));
      Files.writeString(file, calls.export(name));
      out.println(name + " -> " + file);
    }
  }

  /**
   * Removes a namespace, protected or not, or those that a file or folder names.
   *
   * @return whether none was refused
   */
  public boolean unload(String target) throws IOException, InterruptedException {
    List<String> names = Files.exists(Path.of(target)) ? named(Path.of(target)) : List.of(target);
    boolean all = true;
    for (String name : names) {
      all &= attempt(name, () -> unloadNamespace(name));
    }
    return all;
  }

  private void unloadNamespace(String name) throws IOException, InterruptedException {
    calls.unload(name);
    out.println("removed " + name);
  }

  public void list() throws IOException, InterruptedException {
    for (JsonNode namespace : calls.list()) {
      out.printf(
          "%-40s %-8s %-9s %s%n",
          namespace.path("namespace").asText(),
          namespace.path("visibility").asText(),
          namespace.path("protected").asBoolean() ? "protected" : "",
          namespace.path("owner").asText());
    }
  }

  private List<String> names() throws IOException, InterruptedException {
    return calls.list().stream().map(namespace -> namespace.path("namespace").asText()).toList();
  }

  private static List<String> named(Path place) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : NamespaceFiles.at(place)) {
      Optional<String> name = NamespaceFiles.namespaceIn(file);
      name.ifPresent(names::add);
    }
    return names;
  }

  private boolean attempt(String what, Step step) throws IOException, InterruptedException {
    try {
      step.run();
      return true;
    } catch (ClusterException e) {
      out.println(Terminal.red("refused") + "     " + what + ": " + e.getMessage());
      return false;
    }
  }
}
