package io.vitrine.metadefs.namespace.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text in a path or query. Colons are common in namespaces and need no escape there. */
final class PathText {
  private PathText() {}

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":");
  }
}
