package io.vitrine.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings and meters that the documentation names. */
final class Documented {
  private static final List<String> PAGES =
      List.of("docs/configuration.md", "docs/kafka-security.md", "docs/observability.md");
  private static final Pattern CODE = Pattern.compile("`…?([A-Z_][A-Z0-9_<>]*)(?:=[^`]*)?`");
  private static final Pattern METER = Pattern.compile("`(vitrine_[a-z_]+)`");

  private final Set<Pattern> settings = new HashSet<>();
  private final Set<String> meters;

  Documented() {
    String text = PAGES.stream().map(Documented::read).collect(Collectors.joining("\n"));
    text.lines().forEach(this::addSettings);
    meters = METER.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
  }

  private static String read(String page) {
    try {
      return Files.readString(Overlay.ROOT.resolve(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code `VITRINE_A_B`, `_C`} names VITRINE_A_B, and VITRINE_A_C or VITRINE_C as well. */
  private void addSettings(String line) {
    String whole = "";
    for (MatchResult found : CODE.matcher(line).results().toList()) {
      String name = found.group(1);
      if (name.startsWith("_")) {
        beginnings(whole).forEach(beginning -> add(beginning + name));
      } else {
        whole = name;
        add(name);
      }
    }
  }

  private static Stream<String> beginnings(String name) {
    return Pattern.compile("_").matcher(name).results().map(at -> name.substring(0, at.start()));
  }

  private void add(String name) {
    settings.add(Pattern.compile(name.replaceAll("<[A-Z]+>", "[A-Z0-9]+")));
  }

  boolean isSetting(String name) {
    return settings.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  boolean isMeter(String name) {
    return meters.contains(name);
  }
}
