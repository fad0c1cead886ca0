package io.vitrine.metadefs.catalogue.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.metadefs.catalogue.DocumentJson;
import io.vitrine.metadefs.catalogue.LoadNamespace;
import io.vitrine.metadefs.catalogue.NamespaceDocument;
import io.vitrine.metadefs.namespace.Access;
import io.vitrine.metadefs.namespace.LoadMode;
import io.vitrine.metadefs.namespace.http.NamespaceBody;
import io.vitrine.metadefs.namespace.http.RequestedNamespace;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v2/metadefs/catalogue}: namespaces as files of Glance have them. */
@Path("/v2/metadefs/catalogue")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Authenticated
public class CatalogueResource {
  private final LoadNamespace loadNamespace;
  private final RequestedNamespace requested;
  private final CurrentRequest request;

  public CatalogueResource(
      LoadNamespace loadNamespace, RequestedNamespace requested, CurrentRequest request) {
    this.loadNamespace = loadNamespace;
    this.requested = requested;
    this.request = request;
  }

  @POST
  public Uni<LoadedJson> load(
      @RestQuery("mode") @DefaultValue("skip") String mode, byte @Nullable [] body) {
    Caller caller = request.caller();
    Access.requireWriter(caller);
    NamespaceBody said = NamespaceBody.read(body, NamespaceDocument.DEFAULT_OWNER);
    return loadNamespace
        .load(caller, new NamespaceDocument(said.draft(), said.parts()), LoadMode.named(mode))
        .map(LoadedJson::from);
  }

  @GET
  @Path("{namespace}")
  public Uni<DocumentJson> export(@PathParam("namespace") String name) {
    return requested.show(name).map(NamespaceDocument::of).map(DocumentJson::from);
  }

  /** A protected one, too: nobody asks for this by mistake. */
  @DELETE
  @Path("{namespace}")
  public Uni<Void> unload(@PathParam("namespace") String name) {
    return requested.change(name, (old, now) -> old.unloaded()).replaceWithVoid();
  }
}
