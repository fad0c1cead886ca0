package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/security.md} names are there, and no others are tagged. */
class AttackSuiteTest {
  private static final Set<String> NO_SOURCES = Set.of("target", ".git", ".vitrine");
  private static final Pattern ADVISORY = Pattern.compile("OSS[AN]-[0-9-]*[0-9]");
  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern CLASS = Pattern.compile("(?:^|\\n)(?:[a-z]+ )*class (\\w+)");
  private static final Pattern METHOD = Pattern.compile("\\n  (?:public )?void (\\w+)\\(");
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([^\"]+)\"\\)");
  private static final Pattern ASSERTION = Pattern.compile("\\n\\s+assert\\b[^;]*;");

  /** A test, and the advisory that it is for. */
  private record Attack(String test, String advisory) implements Comparable<Attack> {
    @Override
    public int compareTo(Attack other) {
      return toString().compareTo(other.toString());
    }
  }

  private final Path root = Checkout.find().root();

  @Test
  void everyAttackOfTheDocumentIsATestAndTheOtherWayRound() throws IOException {
    assertThat(tagged()).isEqualTo(documented());
  }

  private Set<Attack> documented() throws IOException {
    Set<Attack> attacks = new TreeSet<>();
    for (String row : Files.readAllLines(root.resolve("docs/security.md"))) {
      Matcher advisory = ADVISORY.matcher(row);
      if (row.startsWith("| OSS") && advisory.find()) {
        for (MatchResult test : NAMED_TEST.matcher(row).results().toList()) {
          attacks.add(
              new Attack("%s#%s".formatted(test.group(1), test.group(2)), advisory.group()));
        }
      }
    }
    return attacks;
  }

  private Set<Attack> tagged() throws IOException {
    Set<Attack> attacks = new TreeSet<>();
    for (Path file : sources("src/test/java")) {
      String text = Files.readString(file);
      Matcher name = CLASS.matcher(text);
      if (text.contains("@Tag(\"attack\")") && name.find()) {
        Set<String> ofAll = tags(before(text, name.start() + 1));
        for (MatchResult method : METHOD.matcher(text).results().toList()) {
          Set<String> tags = tags(before(text, method.start() + 1));
          tags.addAll(ofAll);
          if (tags.remove("attack")) {
            String test = "%s#%s".formatted(name.group(1), method.group(1));
            tags.forEach(tag -> attacks.add(new Attack(test, tag)));
          }
        }
      }
    }
    return attacks;
  }

  /** What is written of something that begins here: as far back as the line is not empty. */
  private static String before(String text, int at) {
    return text.substring(text.lastIndexOf("\n\n", at) + 1, at);
  }

  private static Set<String> tags(String text) {
    Set<String> tags = new TreeSet<>();
    TAG.matcher(text).results().forEach(tag -> tags.add(tag.group(1)));
    return tags;
  }

  @Test
  @Tag("attack")
  @Tag("OSSN-0048")
  void noRefusalIsAnAssertion() throws IOException {
    assertThat(sources("src/main/java"))
        .isNotEmpty()
        .noneMatch(file -> ASSERTION.matcher(read(file)).find());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> sources(String folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return NO_SOURCES.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().contains(folder) && file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
