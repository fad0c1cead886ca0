package io.vitrine.gateway.route;

/** Where a request wants to go. */
public sealed interface Destination {

  /** Where the choice of versions is. */
  record Root() implements Destination {}

  /** The choice of versions: what an unknown version gets. */
  record VersionChoice() implements Destination {}

  record VersionList() implements Destination {}

  /** The version root without its slash. */
  record VersionRoot() implements Destination {}

  record Healthcheck() implements Destination {}

  /**
   * A call of the API.
   *
   * @param path the path as the service knows it: always below {@code /v2/}, still percent-encoded
   */
  record Call(Service service, String path) implements Destination {}

  /** The Identity API, which has a map of its own. */
  record Identity() implements Destination {}

  record Nowhere() implements Destination {}
}
