package io.vitrine.gateway.door;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vitrine.gateway.platform.GatewayConfig;
import java.net.URI;
import java.util.Optional;

/** The URLs under which a client finds this gateway and its tokens. */
final class PublicUrl {
  private final GatewayConfig.Gateway settings;
  private final Optional<URI> keystone;

  PublicUrl(GatewayConfig.Gateway settings, Optional<URI> keystone) {
    this.settings = settings;
    this.keystone = keystone;
  }

  /** Without a slash at the end. */
  String of(HttpServerRequest request) {
    return settings.publicUrl().map(PublicUrl::withoutSlash).orElseGet(() -> seenBy(request));
  }

  String identity(HttpServerRequest request) {
    return settings
        .identityUrl()
        .or(() -> keystone)
        .map(PublicUrl::withoutSlash)
        .orElseGet(() -> of(request) + "/identity/v3");
  }

  /** Vert.x parses the authority strictly, so it is safe to repeat in a document. */
  private static String seenBy(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    String scheme = request.scheme() == null ? "http" : request.scheme();
    return scheme + "://" + (authority == null ? "localhost" : authority);
  }

  private static String withoutSlash(URI url) {
    return url.toString().replaceAll("/+$", "");
  }
}
