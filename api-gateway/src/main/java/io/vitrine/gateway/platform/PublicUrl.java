package io.vitrine.gateway.platform;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vitrine.gateway.route.Routes;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The URLs under which a client finds this gateway and its tokens. */
@ApplicationScoped
public class PublicUrl {
  private final GatewayConfig.Gateway settings;
  private final Optional<URI> keystone;

  public PublicUrl(
      GatewayConfig config, @ConfigProperty(name = "vitrine.keystone.url") Optional<URI> keystone) {
    this.settings = config.gateway();
    this.keystone = keystone;
  }

  /** Without a slash at the end. */
  public String of(HttpServerRequest request) {
    return settings.publicUrl().map(PublicUrl::withoutSlash).orElseGet(() -> seenBy(request));
  }

  /** Where clients get tokens, as those are told who come without. */
  public String tokens(HttpServerRequest request) {
    return settings
        .identityUrl()
        .or(() -> keystone)
        .map(PublicUrl::withoutSlash)
        .orElseGet(() -> identity(request));
  }

  /** This gateway's own Identity API. */
  public String identity(HttpServerRequest request) {
    return of(request) + Routes.IDENTITY + "/v3";
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
