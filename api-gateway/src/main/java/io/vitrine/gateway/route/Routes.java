package io.vitrine.gateway.route;

import io.vitrine.gateway.version.ApiVersions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The map of the API. What is not on it leads nowhere: a path reaches a service only below {@code
 * /v2/}, so the services' own {@code /internal} and {@code /q} cannot be named from outside.
 */
public final class Routes {
  private static final Pattern VERSION_IN_ACCEPT =
      Pattern.compile("application/vnd\\.openstack\\.images-(v[0-9.]+)");

  /** Where the Identity API is. */
  public static final String IDENTITY = "/identity";

  /** The words of the API's paths; whatever else is in one is somebody's name or id. */
  private static final Set<String> WORDS =
      Set.of(
          ("v2 images file stage import uploads direct-uploads parts tasks members tags locations"
                  + " actions deactivate reactivate events stores scrub detail info usage schemas"
                  + " cache nodes metadefs namespaces objects properties resource_types")
              .split(" ", -1));

  private Routes() {}

  /** The path of a call without names and ids, of which there are too many to tell apart. */
  public static String pattern(Destination.Call call) {
    return Stream.of(call.path().substring(1).split("/", -1))
        .map(segment -> WORDS.contains(segment) ? segment : "{}")
        .collect(Collectors.joining("/", "/", ""));
  }

  /**
   * Where a request goes.
   *
   * @param path the path as sent, percent-encoded, without the query
   * @param accept the Accept header, which may carry the version instead of the path
   */
  public static Destination destination(String path, @Nullable String accept) {
    return switch (path) {
      case "", "/" -> new Destination.Root();
      case "/versions" -> new Destination.VersionList();
      case "/healthcheck" -> new Destination.Healthcheck();
      case "/v2/" -> new Destination.Nowhere();
      default ->
          path.startsWith(IDENTITY + "/") || path.equals(IDENTITY)
              ? identity(path)
              : Segment.of(path)
                  .map(segments -> versioned(segments, accept))
                  .orElseGet(Destination.Nowhere::new);
    };
  }

  /** Its roots have a slash at the end for some clients. */
  private static Destination identity(String path) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return Segment.of(bare).isPresent() ? new Destination.Identity() : new Destination.Nowhere();
  }

  private static Destination versioned(List<Segment> segments, @Nullable String accept) {
    return switch (ApiVersions.kindOf(segments.getFirst().text())) {
      case SERVED -> call(segments.subList(1, segments.size()));
      case UNKNOWN -> new Destination.VersionChoice();
      case NOT_A_VERSION ->
          versionIn(accept)
              .map(name ->
                  ApiVersions.kindOf(name) == ApiVersions.Kind.SERVED
                      ? call(segments)
                      : new Destination.VersionChoice())
              .orElseGet(Destination.Nowhere::new);
    };
  }

  private static Optional<String> versionIn(@Nullable String accept) {
    if (accept == null) {
      return Optional.empty();
    }
    Matcher matcher = VERSION_IN_ACCEPT.matcher(accept);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Destination call(List<Segment> segments) {
    if (segments.isEmpty()) {
      return new Destination.VersionRoot();
    }
    String path = segments.stream().map(Segment::raw).collect(Collectors.joining("/", "/v2/", ""));
    return new Destination.Call(serviceFor(segments), path);
  }

  private static Service serviceFor(List<Segment> segments) {
    String first = segments.getFirst().text();
    String second = segments.size() > 1 ? segments.get(1).text() : "";
    if (first.equals("metadefs") || (first.equals("schemas") && second.equals("metadefs"))) {
      return Service.METADEFS;
    }
    if (first.equals("stores") && segments.size() == 3 && segments.get(2).text().equals("scrub")) {
      return Service.STORE;
    }
    if (first.equals("cache")) {
      return Service.STORE;
    }
    if (first.equals("images") && segments.size() >= 3) {
      return switch (segments.get(2).text()) {
        case "file", "stage" -> segments.size() == 3 ? Service.STORE : Service.REGISTRY;
        case "uploads", "direct-uploads" -> Service.STORE;
        default -> Service.REGISTRY;
      };
    }
    return Service.REGISTRY;
  }
}
