package io.vitrine.remote;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An {@code http} or {@code https} URL that means the same to every reader: its host is a plain
 * name, or an address in its one canonical form.
 *
 * @param host in lower case, without brackets and final dot
 * @param port the scheme's own where the URL names none
 * @param literal the host, where it is an address
 */
public record RemoteUrl(URI uri, String host, int port, Optional<InetAddress> literal) {
  public static final Set<String> SCHEMES = Set.of("http", "https");

  private static final int MAX_LENGTH = 8192;
  private static final int MAX_NAME = 253;
  private static final int MAX_PORT = 65_535;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  /** Readers that take more than dotted decimals for an address take all of these for one. */
  private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  /** Whether the text begins as a URL does that can be fetched, whatever follows. */
  public static boolean isFetchable(String text) {
    int colon = text.indexOf(':');
    return colon > 0 && SCHEMES.contains(text.substring(0, colon).toLowerCase(Locale.ROOT));
  }

  public static RemoteUrl parse(String text) throws RefusedSourceException {
    if (text.length() > MAX_LENGTH) {
      throw new RefusedSourceException(
          "The URL is longer than %d characters.".formatted(MAX_LENGTH));
    }
    try {
      return of(new URI(text));
    } catch (URISyntaxException e) {
      throw new RefusedSourceException("That is not a URL: %s.".formatted(e.getReason()));
    }
  }

  /** What a server says about where its source is, seen from here. */
  public RemoteUrl resolve(String reference) throws RefusedSourceException {
    try {
      // Java takes a reference for a part of the host where there is no path.
      URI base = uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
      return parse(base.resolve(new URI(reference)).toString());
    } catch (URISyntaxException e) {
      throw new RefusedSourceException("It redirects to what is not a URL.");
    }
  }

  private static RemoteUrl of(URI uri) throws RefusedSourceException {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme)) {
      throw new RefusedSourceException("Only http and https URLs are fetched.");
    }
    String authority = uri.getRawAuthority();
    if (authority == null) {
      throw new RefusedSourceException("The URL names no host.");
    }
    if (authority.indexOf('@') >= 0) {
      throw new RefusedSourceException("User names and passwords in URLs are refused.");
    }
    boolean bracketed = authority.startsWith("[");
    int colon = authority.indexOf(':', bracketed ? Math.max(0, authority.indexOf(']')) : 0);
    String host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
    int port = port(colon < 0 ? "" : authority.substring(colon + 1), scheme);
    if (bracketed) {
      InetAddress address = ipv6(host);
      return new RemoteUrl(uri, host.substring(1, host.length() - 1), port, Optional.of(address));
    }
    return named(uri, host.endsWith(".") ? host.substring(0, host.length() - 1) : host, port);
  }

  private static RemoteUrl named(URI uri, String host, int port) throws RefusedSourceException {
    if (IPV4.matcher(host).matches()) {
      return new RemoteUrl(uri, host, port, Optional.of(Inet4Address.ofLiteral(host)));
    }
    if (ENDS_IN_A_NUMBER.matcher(host).matches()) {
      throw new RefusedSourceException(
          "The address '%s' is not in its usual form, such as 192.0.2.1.".formatted(host));
    }
    if (host.length() > MAX_NAME || !NAME.matcher(host).matches()) {
      throw new RefusedSourceException("The URL's host is not a host name.");
    }
    return new RemoteUrl(uri, host, port, Optional.empty());
  }

  private static InetAddress ipv6(String bracketed) throws RefusedSourceException {
    String text = bracketed.substring(1, bracketed.length() - 1);
    try {
      InetAddress address = Inet6Address.ofLiteral(text);
      // An IPv4 address in IPv6's clothes comes out as what it is.
      if (address instanceof Inet6Address && text.indexOf('%') < 0) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new RefusedSourceException(
        "The address '[%s]' is not in its usual form.".formatted(text));
  }

  private static int port(String text, String scheme) throws RefusedSourceException {
    if (text.isEmpty()) {
      return scheme.equals("http") ? HTTP_PORT : HTTPS_PORT;
    }
    if (text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= MAX_PORT) {
        return port;
      }
    }
    throw new RefusedSourceException("The URL's port is not a number from 1 to 65535.");
  }

  /** Whether what is meant for one of them alone may go to the other. */
  public boolean isOfOrigin(RemoteUrl other) {
    return scheme().equals(other.scheme()) && host.equals(other.host) && port == other.port;
  }

  public String scheme() {
    return uri.getScheme().toLowerCase(Locale.ROOT);
  }

  /** Without what may be a secret: signed URLs carry their signature in the query. */
  public String display() {
    return "%s://%s%s".formatted(scheme(), uri.getRawAuthority(), uri.getRawPath());
  }

  @Override
  public String toString() {
    return display();
  }
}
