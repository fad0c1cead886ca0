package io.vitrine.worker.fetch;

import io.vitrine.remote.RemoteUrl;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is to be fetched.
 *
 * @param headers the caller's own, such as a token; they go to the origin of the URL only, and are
 *     shown nowhere
 */
public record SourceRequest(RemoteUrl url, Map<String, String> headers) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");
  private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");

  public SourceRequest {
    headers = Map.copyOf(headers);
    headers.forEach(SourceRequest::requirePlain);
  }

  /** Not left to the client, whose complaint would repeat the value. */
  private static void requirePlain(String name, String value) {
    if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("the header %s cannot be sent".formatted(name));
    }
  }

  public static SourceRequest of(RemoteUrl url) {
    return new SourceRequest(url, Map.of());
  }

  public SourceRequest with(Map<String, String> ownHeaders) {
    return new SourceRequest(url, ownHeaders);
  }

  /** What a server says is elsewhere; secrets stay behind for good where that is not its own. */
  SourceRequest redirectedTo(RemoteUrl next) {
    return new SourceRequest(next, next.isOfOrigin(url) ? headers : Map.of());
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
