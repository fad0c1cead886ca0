package io.vitrine.registry.importing.http;

import io.quarkus.security.Authenticated;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.Rule;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /v2/info}: what this service can do. */
@Path("/v2/info")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class InfoResource {
  /** How many parts of an image are on their way to a store at the same time. */
  private static final int PARTS_AT_ONCE = 3;

  private final CurrentRequest request;
  private final StoreDirectory stores;
  private final ImportRules imports;
  private final Policy policy;

  public InfoResource(
      CurrentRequest request, StoreDirectory stores, ImportRules imports, Policy policy) {
    this.request = request;
    this.stores = stores;
    this.imports = imports;
    this.policy = policy;
  }

  @GET
  @Path("/import")
  public Map<String, Object> imports() {
    return Map.of(
        "import-methods",
        Map.of(
            "description", "Import methods available.",
            "type", "array",
            "value", ImportForm.names(imports.methods())));
  }

  @GET
  @Path("/stores")
  public Map<String, Object> stores() {
    return Map.of("stores", stores.entries().stream().map(InfoResource::store).toList());
  }

  @GET
  @Path("/stores/detail")
  public Map<String, Object> storesInDetail() {
    policy.require(Rule.STORES_INFO_DETAIL, request.caller());
    return Map.of("stores", stores.entries().stream().map(InfoResource::storeInDetail).toList());
  }

  /** Glance writes the flags as strings and leaves them out where they do not hold. */
  private static Map<String, Object> store(StoreDirectory.Entry store) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", store.name());
    store.description().ifPresent(description -> json.put("description", description));
    if (store.isDefault()) {
      json.put("default", "true");
    }
    if (store.readOnly()) {
      json.put("read-only", "true");
    }
    return json;
  }

  /** The endpoint and the bucket are nobody's business; the properties are those of Glance. */
  private static Map<String, Object> storeInDetail(StoreDirectory.Entry store) {
    long mebibytes = store.partSize() >> 20;
    Map<String, Object> json = store(store);
    json.put("type", "s3");
    json.put("weight", store.weight());
    json.put(
        "properties",
        Map.of(
            "s3_store_large_object_size", mebibytes,
            "s3_store_large_object_chunk_size", mebibytes,
            "s3_store_thread_pools", PARTS_AT_ONCE));
    return json;
  }
}
