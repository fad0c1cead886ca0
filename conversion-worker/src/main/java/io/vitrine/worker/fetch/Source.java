package io.vitrine.worker.fetch;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Response;

/**
 * Asks for a source, whole or in parts, and believes no answer but one to what was asked. For any
 * number of threads. Its methods throw {@link FetchException} if asking again would not help, and
 * another IOException if it might.
 */
final class Source {
  /** Where a part ends that has no other end than the source's. */
  static final long END = -1;

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_SATISFIABLE = 416;
  private static final int SERVER_ERROR = 500;

  /** Request time-out, too early, too many requests: the same request may do better later. */
  private static final Set<Integer> LATER = Set.of(408, 425, 429);

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

  private final CheckedHttp http;
  private final SourceRequest asked;

  /** Where the redirects led: another time they might lead to another mirror's version. */
  private volatile SourceRequest place;

  Source(CheckedHttp http, SourceRequest asked) {
    this.http = http;
    this.asked = asked;
    this.place = asked;
  }

  /** From the first byte to the last. */
  Response whole() throws IOException, InterruptedException {
    return ask(
        Map.of(),
        answer -> {
          requireStatus(answer, OK);
          requireEnd(answer);
        });
  }

  /** Without its length, a source that is cut short would look like one that is whole. */
  private static void requireEnd(Response answer) throws FetchException {
    if (answer.body().contentLength() < 0 && answer.header("Transfer-Encoding") == null) {
      throw new FetchException("The server does not say where it ends.");
    }
  }

  /**
   * Some bytes of one version, which has a tag.
   *
   * @param end behind the last of them, or {@link #END}
   */
  Response part(Version version, long from, long end) throws IOException, InterruptedException {
    Map<String, String> headers =
        Map.of(
            "Range", "bytes=%d-%s".formatted(from, end == END ? "" : String.valueOf(end - 1)),
            "If-Range", Objects.requireNonNull(version.tag()));
    return ask(headers, answer -> requirePart(answer, version, from, end));
  }

  /** What an answer has to be. */
  @FunctionalInterface
  private interface Requirement {
    void check(Response answer) throws FetchException;
  }

  private Response ask(Map<String, String> headers, Requirement requirement)
      throws IOException, InterruptedException {
    SourceRequest at = place;
    try {
      return ask(at, headers, requirement);
    } catch (IOException e) {
      if (at.equals(asked)) {
        throw e;
      }
      return askAnew(headers, requirement, e);
    }
  }

  /** What a redirect named may be good for a while only. */
  private Response askAnew(
      Map<String, String> headers, Requirement requirement, IOException earlier)
      throws IOException, InterruptedException {
    try {
      return ask(asked, headers, requirement);
    } catch (FetchException e) {
      // Another mirror, maybe: this says nothing of the one that has been good so far.
      throw earlier;
    }
  }

  private Response ask(SourceRequest at, Map<String, String> headers, Requirement requirement)
      throws IOException, InterruptedException {
    CheckedHttp.Answer answer = get(at, headers);
    try {
      requireSense(answer.response());
      requirement.check(answer.response());
    } catch (IOException e) {
      answer.response().close();
      throw e;
    }
    place = answer.place();
    return answer.response();
  }

  private CheckedHttp.Answer get(SourceRequest at, Map<String, String> headers)
      throws IOException, InterruptedException {
    try {
      return http.get(at, headers);
    } catch (SSLHandshakeException | SSLPeerUnverifiedException e) {
      throw new FetchException("No secure connection could be made: %s.".formatted(e.getMessage()));
    }
  }

  private static void requireSense(Response answer) throws IOException {
    int status = answer.code();
    if (status >= SERVER_ERROR || LATER.contains(status)) {
      throw new IOException("the server answered " + status);
    }
    String encoding = answer.header("Content-Encoding", "identity");
    if (!"identity".equalsIgnoreCase(encoding)) {
      throw new FetchException("The server sends it encoded (%s) only.".formatted(encoding));
    }
  }

  private static void requireStatus(Response answer, int status) throws FetchException {
    if (answer.code() != status) {
      throw new FetchException("The server answered %d.".formatted(answer.code()));
    }
  }

  private static void requirePart(Response answer, Version version, long from, long end)
      throws FetchException {
    if (answer.code() == OK || answer.code() == NOT_SATISFIABLE) {
      throw changed(from);
    }
    requireStatus(answer, PARTIAL);
    if (answer.body().contentLength() < 0) {
      throw new FetchException("The server does not say how long a part of it is.");
    }
    if (!version.isOf(answer)) {
      throw changed(from);
    }
    Matcher range = rangeOf(answer);
    if (!range.matches()
        || Long.parseLong(range.group(1)) != from
        || Long.parseLong(range.group(2)) + 1 != (end == END ? size(range) : end)
        || (version.size() != Version.UNKNOWN && size(range) != version.size())) {
      throw elsewhere(from);
    }
  }

  private static FetchException changed(long position) {
    return new FetchException(
        "The connection broke after %d bytes, and what the server has now is something else."
            .formatted(position));
  }

  private static FetchException elsewhere(long position) {
    return new FetchException(
        "The connection broke after %d bytes, and the server does not go on from there."
            .formatted(position));
  }

  /** The size of the whole, of which this answer is a part. */
  static long sizeIn(Response part) {
    Matcher range = rangeOf(part);
    return range.matches() ? size(range) : Version.UNKNOWN;
  }

  private static Matcher rangeOf(Response part) {
    return CONTENT_RANGE.matcher(part.header("Content-Range", ""));
  }

  private static long size(Matcher range) {
    return Long.parseLong(range.group(3));
  }
}
