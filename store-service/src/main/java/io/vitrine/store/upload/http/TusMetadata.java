package io.vitrine.store.upload.http;

import io.vitrine.problem.RequestProblem;
import io.vitrine.store.upload.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about an upload it creates. Keys that mean nothing here are ignored: what an
 * image is called, its record says.
 */
record TusMetadata(Purpose purpose, Optional<String> store) {

  /**
   * Reads the header {@code Upload-Metadata}: pairs with commas between them, a key and the value
   * in Base64.
   *
   * @param storeHeader the Image API's own header for the store, which wins
   */
  static TusMetadata of(@Nullable String header, @Nullable String storeHeader) {
    Map<String, String> pairs = pairs(header == null ? "" : header);
    return new TusMetadata(
        purpose(pairs.getOrDefault("purpose", "upload")),
        Optional.ofNullable(storeHeader).or(() -> Optional.ofNullable(pairs.get("store"))));
  }

  static Purpose purpose(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "upload" -> Purpose.UPLOAD;
      case "stage" -> Purpose.STAGE;
      default ->
          throw new RequestProblem.Malformed("The purpose is upload or stage.").asException();
    };
  }

  private static Map<String, String> pairs(String header) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : header.isBlank() ? new String[0] : header.split(",", -1)) {
      String[] halves = pair.strip().split(" ", 2);
      String value = halves.length == 1 ? "" : decoded(halves[1].strip());
      if (halves[0].isEmpty() || pairs.put(halves[0], value) != null) {
        throw malformed();
      }
    }
    return pairs;
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static RuntimeException malformed() {
    return new RequestProblem.Malformed(
            "Upload-Metadata has pairs of a key and a value in Base64, with commas between them.")
        .asException();
  }
}
