package io.vitrine.gateway.exchange;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The headers that come back from a service, in the words of the public URL. */
record ResponseHeaders(URI serviceUrl, String publicUrl, String challenge) {
  private static final int UNAUTHORIZED = 401;

  /** Between the services and the gateway. */
  private static final String OURS = "x-vitrine-";

  void copy(HttpClientResponse from, HttpServerResponse to) {
    copy(from.statusCode(), from.headers(), to);
  }

  void copy(int status, MultiMap from, HttpServerResponse to) {
    MultiMap headers = to.headers();
    Set<String> hopByHop = HopByHop.namedBy(from);
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!hopByHop.contains(name) && !name.startsWith(OURS)) {
        headers.add(header.getKey(), header.getValue());
      }
    }
    String location = headers.get(HttpHeaders.LOCATION);
    if (location != null) {
      headers.set(HttpHeaders.LOCATION, published(location));
    }
    if (status == UNAUTHORIZED) {
      headers.set("WWW-Authenticate", challenge);
    }
  }

  /** A service knows itself by its own address, or gives a path only. */
  private String published(String location) {
    String own = serviceUrl.toString().replaceAll("/+$", "");
    if (location.startsWith(own + "/")) {
      return publicUrl + location.substring(own.length());
    }
    return location.startsWith("/") ? publicUrl + location : location;
  }
}
