package io.vitrine.events.contract;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** What the Javadoc of the contract's records says, so that it is written down once. */
final class Words {
  /** What these mean wherever nothing else is said. */
  private static final Map<String, String> EVERYWHERE =
      Map.of(
          "id", "its id",
          "imageId", "the image's id",
          "projectId", "the project's id",
          "before", "as it was before",
          "tags", "its tags",
          "name", "its name",
          "oldName", "the name that it had, where it has another now",
          "createdAt", "when it was made",
          "updatedAt", "when it changed last");

  /** By the names of types and of their members, as in {@code ImageFact.ImageCreated.image}. */
  private final Map<String, String> texts = new HashMap<>();

  private Words() {}

  static Words read(Path sources) {
    Words words = new Words();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> all = Files.walk(sources)) {
      List<Path> units = all.filter(path -> path.toString().endsWith(".java")).toList();
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(units));
      var reader = words.new Reader(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        reader.scan(unit, null);
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a type is about; empty where nobody says it. */
  Optional<String> of(Class<?> type) {
    return Optional.ofNullable(texts.get(nameOf(type)));
  }

  /**
   * What a field of a record means: its own words, those of the family, what it means everywhere,
   * or what it holds.
   */
  Optional<String> of(RecordComponent component) {
    return member(component.getDeclaringRecord(), component.getName())
        .or(() -> Optional.ofNullable(EVERYWHERE.get(component.getName())))
        .or(() -> of(component.getType()).map(Words::firstSentence))
        .map(Words::sentence);
  }

  private Optional<String> member(Class<?> type, String name) {
    return Optional.ofNullable(texts.get(nameOf(type) + "." + name))
        .or(() ->
            Stream.of(type.getInterfaces())
                .flatMap(family -> member(family, name).stream())
                .findFirst());
  }

  private static String sentence(String text) {
    String begun = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    return begun.endsWith(".") ? begun : begun + ".";
  }

  private static String firstSentence(String text) {
    return text.split("(?<=[.:;]) ", 2)[0];
  }

  private static String nameOf(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : nameOf(outer) + "." + type.getSimpleName();
  }

  private final class Reader extends TreePathScanner<Void, String> {
    private final DocTrees docs;

    private Reader(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public Void visitClass(ClassTree type, String outer) {
      String name = outer == null ? "" + type.getSimpleName() : outer + "." + type.getSimpleName();
      note(name);
      return super.visitClass(type, name);
    }

    @Override
    public Void visitMethod(MethodTree method, String type) {
      note(type + "." + method.getName());
      return null;
    }

    private void note(String name) {
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment == null) {
        return;
      }
      String text = text(comment.getFullBody());
      if (!text.isEmpty()) {
        texts.put(name, text);
      }
      for (DocTree tag : comment.getBlockTags()) {
        if (tag instanceof ParamTree param) {
          texts.put(name + "." + param.getName().getName(), text(param.getDescription()));
        }
      }
    }

    private String text(List<? extends DocTree> parts) {
      return parts.stream()
          .map(Reader::text)
          .collect(Collectors.joining())
          .strip()
          .replaceAll("\\s+", " ");
    }

    private static String text(DocTree part) {
      return switch (part) {
        case TextTree text -> text.getBody();
        case LiteralTree literal -> "`" + literal.getBody().getBody() + "`";
        case LinkTree link -> "`" + link.getReference().getSignature() + "`";
        default -> part.toString();
      };
    }
  }
}
