package io.vitrine.metadefs.platform;

import io.vitrine.problem.JsonBody;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Whoever looks at something, or deletes it, says so in the path alone. */
public class BodyFilter {
  private static final Set<String> BODILESS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE);

  @ServerRequestFilter
  public void filter(ContainerRequestContext request, HttpHeaders headers) {
    if (BODILESS.contains(request.getMethod())) {
      JsonBody.refuse(headers);
    }
  }
}
