package io.vitrine.metadefs.namespace.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.namespace.PageRequest;
import io.vitrine.metadefs.namespace.part.PartKind;
import io.vitrine.metadefs.namespace.part.Tag;
import io.vitrine.problem.JsonBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** {@code /v2/metadefs/namespaces/{namespace}/tags}. */
@Path(NamespaceJson.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Authenticated
public class TagResource {
  private static final String ALL = "{namespace}/tags";
  private static final String ONE = ALL + "/{name}";

  private final RequestedNamespace requested;

  public TagResource(RequestedNamespace requested) {
    this.requested = requested;
  }

  /** These become the only tags, unless they are to be added to those that there are. */
  @POST
  @Path(ALL)
  @ResponseStatus(201)
  public Uni<TagPage> addAll(
      @PathParam("namespace") String namespace,
      @RestHeader("X-Openstack-Append") @Nullable String append,
      byte @Nullable [] body) {
    List<Tag> tags = PartBody.tags(body);
    boolean appending = append != null && isTrue(append);
    return requested
        .change(
            namespace, (old, now) -> appending ? old.withAll(tags, now) : old.retagged(tags, now))
        .map(changed -> TagPage.of(tags));
  }

  @POST
  @Path(ONE)
  @ResponseStatus(201)
  public Uni<TagJson> add(
      @PathParam("namespace") String namespace,
      @PathParam("name") String name,
      @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    Tag tag = new Tag(name);
    return requested
        .change(namespace, (old, now) -> old.with(tag, now))
        .map(changed -> TagJson.from(changed.part(PartKind.TAG)));
  }

  @GET
  @Path(ALL)
  public Uni<TagPage> list(@PathParam("namespace") String namespace, @Context UriInfo uri) {
    PageQuery query = new PageQuery(uri.getQueryParameters());
    PageRequest page = query.partsRequest();
    return requested.show(namespace).map(shown -> TagPage.of(shown, page, query));
  }

  @GET
  @Path(ONE)
  public Uni<TagJson> show(
      @PathParam("namespace") String namespace, @PathParam("name") String name) {
    return requested
        .show(namespace)
        .map(shown -> TagJson.from(shown.parts().get(PartKind.TAG, name)));
  }

  @PUT
  @Path(ONE)
  public Uni<TagJson> replace(
      @PathParam("namespace") String namespace,
      @PathParam("name") String name,
      byte @Nullable [] body) {
    Tag tag = PartBody.tag(body);
    return requested
        .change(namespace, (old, now) -> old.replacing(PartKind.TAG, name, tag, now))
        .map(changed -> TagJson.from(changed.part(PartKind.TAG)));
  }

  @DELETE
  @Path(ONE)
  public Uni<Void> delete(
      @PathParam("namespace") String namespace, @PathParam("name") String name) {
    return requested.remove(namespace, PartKind.TAG, name);
  }

  @DELETE
  @Path(ALL)
  public Uni<Void> deleteAll(@PathParam("namespace") String namespace) {
    return requested.removeAll(namespace, PartKind.TAG);
  }

  /** As OpenStack reads flags; but what is neither yes nor no deletes no tags here. */
  private static boolean isTrue(String flag) {
    return switch (flag.strip().toLowerCase(Locale.ROOT)) {
      case "1", "t", "true", "on", "y", "yes" -> true;
      case "0", "f", "false", "off", "n", "no" -> false;
      default -> throw JsonBody.malformed("X-Openstack-Append must be true or false.");
    };
  }
}
