package io.vitrine.gateway.platform;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vitrine.gateway.route.Routes;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** The URLs under which a client finds this gateway and its tokens. */
@ApplicationScoped
public class PublicUrl {
  private final GatewayConfig.Gateway settings;

  public PublicUrl(GatewayConfig config) {
    this.settings = config.gateway();
  }

  /** Without a slash at the end. */
  public String of(HttpServerRequest request) {
    return settings.publicUrl().map(PublicUrl::withoutSlash).orElseGet(() -> seenBy(request));
  }

  public String identity(HttpServerRequest request) {
    return settings
        .identityUrl()
        .map(PublicUrl::withoutSlash)
        .orElseGet(() -> of(request) + Routes.IDENTITY + "/v3");
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
