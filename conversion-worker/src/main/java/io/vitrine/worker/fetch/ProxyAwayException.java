package io.vitrine.worker.fetch;

/**
 * The operator's proxy cannot be reached, which says nothing of the source. Fetching it may help
 * another time.
 */
public final class ProxyAwayException extends FetchException {
  ProxyAwayException() {
    super("The proxy cannot be reached.");
  }
}
