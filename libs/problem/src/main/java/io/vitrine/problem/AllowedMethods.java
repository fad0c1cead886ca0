package io.vitrine.problem;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * The methods of a path, as its routes have them. RFC 9110 wants them told with every 405; the
 * framework knows them and does not tell.
 */
final class AllowedMethods {
  private AllowedMethods() {}

  static Set<String> of(ResteasyReactiveRequestContext request) {
    Set<String> methods = new TreeSet<>();
    RequestMapper<InitialMatch> classes =
        new RequestMapper<>(request.getDeployment().getClassMappers());
    String path = request.getPathWithoutPrefix();
    for (var found = Optional.ofNullable(classes.map(path));
        found.isPresent();
        found = found.map(match -> classes.continueMatching(path, match))) {
      addTo(methods, found.get());
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  private static void addTo(Set<String> methods, RequestMatch<InitialMatch> found) {
    String remaining = found.remaining.isEmpty() ? "/" : found.remaining;
    for (ServerRestHandler handler : found.value.handlers) {
      if (handler instanceof ClassRoutingHandler routes) {
        routes.getMappers().entrySet().stream()
            .filter(route -> has(route, remaining))
            .map(Map.Entry::getKey)
            .forEach(methods::add);
      }
    }
  }

  /** A route without a method leads to a sub-resource. */
  private static boolean has(Map.Entry<String, RequestMapper<RuntimeResource>> route, String path) {
    return route.getKey() != null && route.getValue().map(path) != null;
  }
}
