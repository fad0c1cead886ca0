package io.vitrine.metadefs.namespace.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.metadefs.namespace.Access;
import io.vitrine.metadefs.namespace.CreateNamespace;
import io.vitrine.metadefs.namespace.ListNamespaces;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceFilter;
import io.vitrine.metadefs.namespace.PageRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v2/metadefs/namespaces}. */
@Path(NamespaceJson.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Authenticated
public class NamespaceResource {
  private final CreateNamespace createNamespace;
  private final ListNamespaces listNamespaces;
  private final RequestedNamespace requested;
  private final CurrentRequest request;

  public NamespaceResource(
      CreateNamespace createNamespace,
      ListNamespaces listNamespaces,
      RequestedNamespace requested,
      CurrentRequest request) {
    this.createNamespace = createNamespace;
    this.listNamespaces = listNamespaces;
    this.requested = requested;
    this.request = request;
  }

  @POST
  public Uni<RestResponse<NamespaceJson>> create(byte @Nullable [] body) {
    Caller caller = request.caller();
    // Reading a body costs something: only for those who may say it.
    Access.requireWriter(caller);
    NamespaceBody said = NamespaceBody.read(body, caller.projectId());
    return createNamespace
        .create(caller, said.draft(), said.parts())
        .map(NamespaceResource::created);
  }

  @GET
  public Uni<NamespacePage> list(@Context UriInfo uri) {
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    PageRequest page = NamespacePage.requestIn(query);
    NamespaceFilter filter = NamespacePage.filterIn(query);
    return listNamespaces
        .list(request.caller(), filter, page)
        .map(found -> NamespacePage.of(found, page, query));
  }

  @GET
  @Path("{namespace}")
  public Uni<NamespaceJson> show(
      @PathParam("namespace") String name,
      @RestQuery("resource_type") @Nullable String resourceType) {
    return requested
        .show(name)
        .map(shown ->
            NamespaceJson.from(shown, resourceType == null ? "" : shown.prefixFor(resourceType)));
  }

  /**
   * Its parts stay, whatever the body says about them: clients send what they have seen. So does
   * its owner where the body names none.
   */
  @PUT
  @Path("{namespace}")
  public Uni<NamespaceJson> replace(@PathParam("namespace") String name, byte @Nullable [] body) {
    return requested
        .change(
            name,
            (old, now) ->
                old.replacedBy(NamespaceBody.read(body, old.content().owner()).draft(), now))
        .map(changed -> NamespaceJson.from(changed.remaining().orElseThrow()));
  }

  @DELETE
  @Path("{namespace}")
  public Uni<Void> delete(@PathParam("namespace") String name) {
    return requested.change(name, (old, now) -> old.deleted()).replaceWithVoid();
  }

  private static RestResponse<NamespaceJson> created(Namespace namespace) {
    NamespaceJson json = NamespaceJson.from(namespace);
    return RestResponse.ResponseBuilder.<NamespaceJson>created(URI.create(json.self()))
        .entity(json)
        .build();
  }
}
