package io.vitrine.gateway.version;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The versions of the Image API. All minor versions behave alike; only their names differ. */
public final class ApiVersions {
  private static final int NEWEST_MINOR = 18;
  private static final Pattern NAME = Pattern.compile("v(\\d{1,4})(?:\\.(\\d{1,4}))?");

  /** {@code v2.18}, {@code v2.17}, … {@code v2.0}. */
  public static final List<String> NEWEST_FIRST =
      IntStream.rangeClosed(0, NEWEST_MINOR).mapToObj(age -> "v2." + (NEWEST_MINOR - age)).toList();

  private ApiVersions() {}

  /** What a name in the place of a version turns out to be. */
  public enum Kind {
    SERVED,
    UNKNOWN,
    NOT_A_VERSION
  }

  public static Kind kindOf(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Kind.NOT_A_VERSION;
    }
    return name.equals("v2") || NEWEST_FIRST.contains(name) ? Kind.SERVED : Kind.UNKNOWN;
  }

  /** The versions document. Every link leads to the one version there is in fact. */
  public static String document(String publicUrl) {
    return NEWEST_FIRST.stream()
        .map(name -> entry(name, publicUrl))
        .collect(Collectors.joining(", ", "{\"versions\": [", "]}"));
  }

  private static String entry(String name, String publicUrl) {
    String status = name.equals(NEWEST_FIRST.getFirst()) ? "CURRENT" : "SUPPORTED";
    return "{\"id\": \"%s\", \"status\": \"%s\", \"links\": [{\"rel\": \"self\", \"href\": \"%s/v2/\"}]}"
        .formatted(name, status, publicUrl);
  }
}
