package io.vitrine.store.download;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some bytes of an image.
 *
 * @param offset the first one
 * @param length how many
 */
public record ByteRange(long offset, long length) {
  private static final Pattern RANGE = Pattern.compile("bytes\\s*=\\s*(\\d{0,18})-(\\d{0,18})");
  private static final Pattern LEGACY = Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/.*");

  /** The last byte. */
  public long end() {
    return offset + length - 1;
  }

  /** What a {@code Range} header asks of an object of this size. */
  static ByteRange of(String header, long size) {
    if (header.indexOf(',') >= 0) {
      throw new DownloadProblem.SeveralRanges().asException();
    }
    Matcher range = RANGE.matcher(header.strip());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      throw new DownloadProblem.NoSuchRange(header, size).asException();
    }
    if (range.group(1).isEmpty()) {
      long wanted = Math.min(Long.parseLong(range.group(2)), size);
      return inside(size - wanted, size - 1, header, size);
    }
    long first = Long.parseLong(range.group(1));
    long last =
        range.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(range.group(2)), size - 1);
    return inside(first, last, header, size);
  }

  /** The old way: a {@code Content-Range} in the request, whose end must exist. */
  static ByteRange ofContentRange(String header, long size) {
    Matcher range = LEGACY.matcher(header.strip());
    if (!range.matches()) {
      throw new DownloadProblem.MalformedRange(header).asException();
    }
    long last = Long.parseLong(range.group(2));
    if (last >= size) {
      throw new DownloadProblem.NoSuchRange(header, size).asException();
    }
    return inside(Long.parseLong(range.group(1)), last, header, size);
  }

  private static ByteRange inside(long first, long last, String header, long size) {
    if (first > last || first >= size) {
      throw new DownloadProblem.NoSuchRange(header, size).asException();
    }
    return new ByteRange(first, last - first + 1);
  }
}
