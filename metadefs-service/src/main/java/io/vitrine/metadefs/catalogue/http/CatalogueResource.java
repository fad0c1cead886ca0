package io.vitrine.metadefs.catalogue.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.metadefs.catalogue.DocumentJson;
import io.vitrine.metadefs.catalogue.LoadNamespace;
import io.vitrine.metadefs.catalogue.NamespaceDocument;
import io.vitrine.metadefs.namespace.Access;
import io.vitrine.metadefs.namespace.ChangeNamespace;
import io.vitrine.metadefs.namespace.LoadMode;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.ShowNamespace;
import io.vitrine.metadefs.namespace.http.NamespaceBody;
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
  private final ShowNamespace showNamespace;
  private final ChangeNamespace changeNamespace;
  private final CurrentRequest request;

  public CatalogueResource(
      LoadNamespace loadNamespace,
      ShowNamespace showNamespace,
      ChangeNamespace changeNamespace,
      CurrentRequest request) {
    this.loadNamespace = loadNamespace;
    this.showNamespace = showNamespace;
    this.changeNamespace = changeNamespace;
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
    return showNamespace
        .show(request.caller(), new NamespaceName(name))
        .map(NamespaceDocument::of)
        .map(DocumentJson::from);
  }

  /** A protected one, too: nobody asks for this by mistake. */
  @DELETE
  @Path("{namespace}")
  public Uni<Void> unload(@PathParam("namespace") String name) {
    return changeNamespace
        .change(request.caller(), new NamespaceName(name), (old, now) -> old.unloaded())
        .replaceWithVoid();
  }
}
