package io.vitrine.gateway.route;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One segment of a path, as a service would read it. A path has segments only if every reader must
 * agree on them: nothing that one decoder drops and another climbs with.
 *
 * @param raw as sent, percent-encoded
 * @param text what it stands for
 */
record Segment(String raw, String text) {

  /** The segments of a path that starts with a slash; empty if a service could misread it. */
  static Optional<List<Segment>> of(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    List<Segment> segments = new ArrayList<>();
    for (String raw : path.substring(1).split("/", -1)) {
      Optional<Segment> segment = decode(raw).map(text -> new Segment(raw, text));
      if (segment.isEmpty() || segment.get().isTreacherous()) {
        return Optional.empty();
      }
      segments.add(segment.get());
    }
    return Optional.of(segments);
  }

  /**
   * An empty or dotted segment is dropped by some, a slash or backslash inside one splits it for
   * others, and servers that know matrix parameters cut at the semicolon before they look for dots.
   */
  private boolean isTreacherous() {
    String name = text.split(";", 2)[0];
    return name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || text.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }

  private static Optional<String> decode(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c <= ' ' || c > '~' || c == '#') {
        return Optional.empty();
      }
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      if (i + 2 >= raw.length()
          || !HexFormat.isHexDigit(raw.charAt(i + 1))
          || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
        return Optional.empty();
      }
      bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
      i += 2;
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }
}
