package io.vitrine.problem;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes some decisions from the framework, which would make them its own way. Accept chooses the
 * form of errors only: a success has one form, and nobody is refused for asking for another.
 * Content-Type is not asked where it does not matter, so it may be nonsense there. And OPTIONS is a
 * method like any other that a path does not have; what browsers ask by it, the gateway says.
 */
public class RequestFilter {
  private static final String ACCEPT = RequestFilter.class.getName() + ".accept";

  /** Has no route, and nobody gets it past the gateway. */
  private static final String NO_METHOD = "TRACE";

  /** What the client said, whether or not the filter has been here. */
  static @Nullable String accept(ResteasyReactiveRequestContext request) {
    return request.getProperty(ACCEPT) instanceof String accept
        ? accept
        : request.getHttpHeaders().getHeaderString(HttpHeaders.ACCEPT);
  }

  @ServerRequestFilter(preMatching = true)
  public void filter(ContainerRequestContext request) {
    request.setProperty(
        ACCEPT, Objects.requireNonNullElse(request.getHeaderString(HttpHeaders.ACCEPT), ""));
    request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
    if (!isMediaType(request.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
    }
    if (request.getMethod().equals(HttpMethod.OPTIONS)) {
      request.setMethod(NO_METHOD);
    }
  }

  private static boolean isMediaType(@Nullable String text) {
    try {
      return text == null || MediaType.valueOf(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
