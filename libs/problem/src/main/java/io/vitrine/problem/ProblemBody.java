package io.vitrine.problem;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error body in the form the client asked for, as Glance words it: plain text, HTML or JSON.
 *
 * <p>{@code Accept: *}{@code /*} gets HTML, not JSON: python-glanceclient sends that and finds the
 * message in HTML, but stumbles over a flat JSON object.
 *
 * @param contentType the media type with its charset
 * @param text the body
 */
public record ProblemBody(String contentType, String text) {

  public static ProblemBody of(ProblemKind kind, String message, @Nullable String accept) {
    HttpStatus status = HttpStatus.of(kind);
    String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
    if (wanted.contains("application/json")) {
      return new ProblemBody(
          "application/json; charset=UTF-8",
          "{\"message\": \"%s<br /><br />\\n\\n\\n\", \"code\": \"%s\", \"title\": \"%s\"}"
              .formatted(json(html(message)), status, status.reason()));
    }
    if (wanted.contains("text/html") || wanted.contains("*/*")) {
      return new ProblemBody(
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
    }
    return new ProblemBody("text/plain; charset=UTF-8", "%s\n\n%s\n\n".formatted(status, message));
  }

  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
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
