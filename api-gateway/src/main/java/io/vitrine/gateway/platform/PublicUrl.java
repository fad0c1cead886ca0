package io.vitrine.gateway.platform;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vitrine.gateway.route.Routes;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The URLs under which a client finds this gateway and its tokens. */
@ApplicationScoped
public class PublicUrl {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

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

  /** A proxy's word is not parsed by anybody before: what could break a document is left out. */
  private static String seenBy(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    String host = authority == null ? "" : authority.toString();
    String scheme = "https".equals(request.scheme()) ? "https" : "http";
    return scheme + "://" + (HOST.matcher(host).matches() ? host : "localhost");
  }

  private static String withoutSlash(URI url) {
    return url.toString().replaceAll("/+$", "");
  }
}
