package io.vitrine.gateway.exchange;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vitrine.gateway.authentication.Admission;
import io.vitrine.identity.RequestIds;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The headers that go on to a service. Who asks is said by the verified token alone: any header
 * that some service of this kind has ever read an identity from is dropped at the door.
 */
final class RequestHeaders {
  private static final Set<String> REPLACED =
      Set.of(
          "host",
          "content-length",
          "authorization",
          "x-auth-token",
          "x-openstack-request-id",
          "forwarded",
          // Where tracing is on, the client of the service says what is to be said of it.
          "traceparent",
          "tracestate",
          "baggage");

  private static final List<String> NOT_FROM_OUTSIDE =
      List.of(
          "x-forwarded-",
          "x-identity-",
          "x-user",
          "x-tenant",
          "x-project-",
          "x-role",
          "x-is-admin-project",
          "x-service-",
          "x-domain-",
          "x-trust",
          "x-authorization",
          "x-vitrine-",
          "openstack-system-scope");

  private static final Set<String> ALONE = Set.of("expect", "range", "last-event-id");

  /** Only chooses among the projects of the token. */
  private static final String CHOSEN_PROJECT = "x-project-id";

  private RequestHeaders() {}

  static MultiMap of(HttpServerRequest request, Admission admission, String requestId) {
    MultiMap headers = HttpHeaders.headers();
    Set<String> hopByHop = HopByHop.namedBy(request.headers());
    for (Map.Entry<String, String> header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!hopByHop.contains(name) && !REPLACED.contains(name) && mayComeFromOutside(name)) {
        headers.add(header.getKey(), header.getValue());
      }
    }
    headers.set("X-Auth-Token", admission.token());
    admission.serviceToken().ifPresent(token -> headers.set("X-Service-Token", token));
    headers.set(RequestIds.HEADER, requestId);
    HostAndPort authority = request.authority();
    if (authority != null) {
      headers.set("X-Forwarded-Host", authority.toString());
    }
    String scheme = request.scheme();
    headers.set("X-Forwarded-Proto", scheme == null ? "http" : scheme);
    SocketAddress peer = request.remoteAddress();
    if (peer != null && peer.hostAddress() != null) {
      headers.set("X-Forwarded-For", peer.hostAddress());
    }
    return headers;
  }

  /** For a question that the gateway asks in the caller's name, without the request's body. */
  static MultiMap ofQuestion(HttpServerRequest request, Admission admission, String requestId) {
    MultiMap headers = of(request, admission, requestId);
    headers.names().stream().filter(RequestHeaders::isOfTheRequestAlone).forEach(headers::remove);
    headers.set(HttpHeaders.ACCEPT, "application/json");
    return headers;
  }

  /** It says what the body is, or in which form the answer is wanted. */
  private static boolean isOfTheRequestAlone(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("content-")
        || lower.startsWith("accept-")
        || lower.startsWith("if-")
        || ALONE.contains(lower);
  }

  /** Some servers read an underscore as a dash, so it is one here. */
  private static boolean mayComeFromOutside(String name) {
    String dashed = name.replace('_', '-');
    return name.equals(CHOSEN_PROJECT) || NOT_FROM_OUTSIDE.stream().noneMatch(dashed::startsWith);
  }
}
