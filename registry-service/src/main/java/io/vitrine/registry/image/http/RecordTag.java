package io.vitrine.registry.image.http;

import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Precondition;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The entity tag of an image's record: its revision. */
final class RecordTag {
  private static final String ANY = "*";
  private static final String WEAK = "W/";

  /** Short enough to be a number that fits. */
  private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

  private RecordTag() {}

  static String of(Image image) {
    return "\"%d\"".formatted(image.revision());
  }

  /** What If-Match says; a tag that was never one of ours matches nothing. */
  static Precondition precondition(HttpHeaders headers) {
    List<String> tags = tags(headers, HttpHeaders.IF_MATCH).toList();
    if (tags.isEmpty() || tags.contains(ANY)) {
      return Precondition.NONE;
    }
    Set<Long> revisions =
        tags.stream()
            .map(TAG::matcher)
            .filter(Matcher::matches)
            .map(tag -> Long.valueOf(tag.group(1)))
            .collect(Collectors.toSet());
    return Precondition.oneOf(revisions);
  }

  /** Whether the client has the record as it is, by what If-None-Match says. */
  static boolean isKnown(Image image, HttpHeaders headers) {
    String own = of(image);
    return tags(headers, HttpHeaders.IF_NONE_MATCH)
        .map(tag -> tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag)
        .anyMatch(tag -> tag.equals(ANY) || tag.equals(own));
  }

  private static Stream<String> tags(HttpHeaders headers, String name) {
    return headers.getRequestHeader(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip);
  }
}
