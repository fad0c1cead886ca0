package io.vitrine.problem;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error body in the form the client asked for: plain text, HTML or JSON as Glance words it, or
 * the problem details of RFC 9457.
 *
 * @param contentType the media type with its charset
 * @param text the body
 */
public record ProblemBody(String contentType, String text) {
  /** What may stand in a URI's path as it is. */
  private static final Pattern PATH = Pattern.compile("/[\\w%:@!$&'()*+,;=~./-]*");

  /**
   * The body for a client.
   *
   * @param path what was asked for, percent-encoded
   * @param accept the form it asks for
   */
  public static ProblemBody of(
      ProblemKind kind, String message, String path, @Nullable String accept) {
    HttpStatus status = HttpStatus.of(kind);
    return switch (ErrorForm.wanted(accept)) {
      case PROBLEM -> new ProblemBody("application/problem+json", details(status, message, path));
      case JSON ->
          new ProblemBody(
              "application/json; charset=UTF-8",
              "{\"message\": \"%s<br /><br />\\n\\n\\n\", \"code\": \"%s\", \"title\": \"%s\"}"
                  .formatted(json(html(message)), status, status.reason()));
      case HTML ->
          new ProblemBody(
              "text/html; charset=UTF-8",
              """
              <html>
               <head>
                <title>%s</title>
               </head>
               <body>
                <h1>%s</h1>
                %s<br /><br />
               </body>
              </html>
              """
                  .formatted(status, status, html(message)));
      case TEXT ->
          new ProblemBody("text/plain; charset=UTF-8", "%s\n\n%s\n\n".formatted(status, message));
    };
  }

  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The status says all there is to say of the type, for which RFC 9457 has "about:blank". */
  private static String details(HttpStatus status, String message, String path) {
    String instance = PATH.matcher(path).matches() ? ", \"instance\": \"%s\"".formatted(path) : "";
    return "{\"type\": \"about:blank\", \"title\": \"%s\", \"status\": %d, \"detail\": \"%s\"%s}"
        .formatted(status.reason(), status.code(), json(message), instance);
  }

  private static String html(String message) {
    return message
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String json(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
