package io.vitrine.registry.image.http;

import io.vitrine.problem.RequestProblem;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the query strings of all lists have in common: a limit, and the links to other pages.
 *
 * @param path of the list
 */
public record PageRequest(String path, Map<String, List<String>> query, ImageForm form) {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,100}");

  /** The last one counts where there should be only one. */
  public Optional<String> single(String key) {
    return Optional.ofNullable(query.get(key)).map(List::getLast);
  }

  public int limit() {
    return single("limit").map(this::limit).orElse(form.pageSize());
  }

  private int limit(String text) {
    BigInteger limit =
        integer(text)
            .orElseThrow(
                () -> new RequestProblem.Malformed("limit param must be an integer").asException());
    if (limit.signum() < 0) {
      throw new RequestProblem.Malformed("limit param must be positive").asException();
    }
    return limit.min(BigInteger.valueOf(form.maxPageSize())).intValueExact();
  }

  /** A number that may be written with a sign and spaces around it. */
  static Optional<BigInteger> integer(String text) {
    return Optional.of(text.strip())
        .filter(it -> INTEGER.matcher(it).matches())
        .map(BigInteger::new);
  }

  /** The link to the first page: every parameter is kept, also those given more than once. */
  public String firstLink() {
    String parameters = parameters();
    return parameters.isEmpty() ? path : path + "?" + parameters;
  }

  public String nextLink(UUID last) {
    String parameters = parameters();
    return path + "?" + (parameters.isEmpty() ? "" : parameters + "&") + "marker=" + last;
  }

  private String parameters() {
    return query.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("marker"))
        .flatMap(entry ->
            entry.getValue().stream().map(value -> encode(entry.getKey()) + "=" + encode(value)))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
