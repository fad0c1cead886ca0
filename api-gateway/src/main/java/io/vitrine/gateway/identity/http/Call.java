package io.vitrine.gateway.identity.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.gateway.platform.PublicUrl;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request to the Identity API. */
record Call(RoutingContext routing, PublicUrl urls) {
  private static final String BEARER = "Bearer ";

  /** Where the client finds this API. */
  String identityUrl() {
    return urls.identity(routing.request());
  }

  /** Where the client finds the Image API. */
  String imageUrl() {
    return urls.of(routing.request());
  }

  /** JSON whose links the client can follow. */
  IdentityJson json() {
    return new IdentityJson(identityUrl());
  }

  /** A part of the path, decoded. */
  String part(String name) {
    String value = routing.pathParam(name);
    return value == null ? "" : value;
  }

  Optional<String> query(String name) {
    return routing.queryParam(name).stream().findFirst();
  }

  /** A flag of the query counts by being there, unless it says no. */
  boolean flag(String name) {
    return query(name)
        .filter(value -> !value.equalsIgnoreCase("false") && !value.equals("0"))
        .isPresent();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(routing.request().getHeader(name));
  }

  /** The caller's token. */
  Optional<String> token() {
    return header("Authorization")
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip())
        .filter(value -> !value.isEmpty());
  }

  Fields body() {
    @Nullable Buffer body = routing.body().buffer();
    if (body == null || body.length() == 0) {
      throw Fields.malformed("The request has no body.");
    }
    try {
      return new Fields(new JsonObject(body));
    } catch (DecodeException | ClassCastException _) {
      throw Fields.malformed("The body is not a JSON object.");
    }
  }
}
