package io.vitrine.gateway.route;

/** The services behind the gateway. */
public enum Service {
  REGISTRY("image registry"),
  STORE("image store"),
  METADEFS("metadata definition catalogue");

  private final String title;

  Service(String title) {
    this.title = title;
  }

  /** What to call it in front of a client. */
  public String title() {
    return title;
  }
}
