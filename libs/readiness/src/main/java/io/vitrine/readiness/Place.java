package io.vitrine.readiness;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How far the bytes travel to a host. */
enum Place {
  /** This machine or pod: a side-car that brings TLS, for one. */
  HERE,
  /** By its name a service of the same cluster, which NetworkPolicies or a mesh may protect. */
  CLUSTER,
  ELSEWHERE;

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[?::1]?");
  private static final Pattern OF_CLUSTER = Pattern.compile("[a-z0-9-]+|.+\\.svc(\\..+)?");
  private static final Pattern CLEAR = Pattern.compile("(?i)http://([^/?#,\\s]*)");
  private static final Pattern PORT = Pattern.compile(":\\d+$");

  static Place of(String host) {
    String name = PORT.matcher(host.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
    if (LOOPBACK.matcher(name).matches()) {
      return HERE;
    }
    return OF_CLUSTER.matcher(name).matches() ? CLUSTER : ELSEWHERE;
  }

  /** The hosts in a text that are spoken to by plain HTTP. */
  static Stream<String> clearHosts(String text) {
    return CLEAR.matcher(text).results().map(found -> withoutUser(found.group(1)));
  }

  /** The hosts of a database's URL, which may name several. */
  static Stream<String> databaseHosts(String url) {
    Matcher authority = Pattern.compile("//([^/?]*)").matcher(url);
    return authority.find()
        ? Stream.of(withoutUser(authority.group(1)).split(",", -1))
        : Stream.of("localhost");
  }

  private static String withoutUser(String authority) {
    return authority.substring(authority.lastIndexOf('@') + 1);
  }
}
