package io.vitrine.gateway.keystone;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that an application credential may do.
 *
 * @param path a pattern: {@code *} and {@code {name}} stand for one segment, {@code **} for any
 */
public record AccessRule(String service, String method, String path) {
  private static final Pattern PART =
      Pattern.compile("(?<one>\\{[^}]*\\}|\\*(?!\\*))|(?<any>\\*\\*)|(?<text>[^{}*]+)");

  boolean allows(String askedService, String askedMethod, String askedPath) {
    return service.equals(askedService) && method.equals(askedMethod) && matches(askedPath);
  }

  /**
   * Follows all readings of the pattern at once. Users write these patterns: a matcher that tries
   * one reading after the other could be kept busy for ever.
   */
  private boolean matches(String asked) {
    BitSet reached = new BitSet();
    reached.set(0);
    Matcher part = PART.matcher(path);
    int end = 0;
    while (part.find() && part.start() == end) {
      end = part.end();
      if (part.group("one") != null) {
        reached = afterSegment(asked, reached);
      } else if (part.group("any") != null) {
        reached = afterAnything(asked, reached);
      } else {
        reached = afterText(asked, reached, part.group("text"));
      }
    }
    // A pattern that cannot be read allows nothing.
    return end == path.length() && reached.get(asked.length());
  }

  private static BitSet afterSegment(String asked, BitSet reached) {
    BitSet next = new BitSet();
    boolean inside = false;
    for (int i = 0; i < asked.length(); i++) {
      inside = (inside || reached.get(i)) && asked.charAt(i) != '/';
      next.set(i + 1, inside);
    }
    return next;
  }

  private static BitSet afterAnything(String asked, BitSet reached) {
    BitSet next = new BitSet();
    if (!reached.isEmpty()) {
      next.set(reached.nextSetBit(0), asked.length() + 1);
    }
    return next;
  }

  private static BitSet afterText(String asked, BitSet reached, String text) {
    BitSet next = new BitSet();
    reached.stream()
        .filter(i -> asked.startsWith(text, i))
        .forEach(i -> next.set(i + text.length()));
    return next;
  }
}
