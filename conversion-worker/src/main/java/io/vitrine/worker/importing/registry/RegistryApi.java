package io.vitrine.worker.importing.registry;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vitrine.events.Blob;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** What the worker calls at the registry. */
@RegisterRestClient(configKey = "registry")
@Path("/internal")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface RegistryApi {

  @POST
  @Path("/imports/{task}/claims")
  ClaimJson claim(
      @PathParam("task") UUID taskId,
      @HeaderParam("X-Auth-Token") String token,
      @HeaderParam("X-Openstack-Request-Id") @Nullable String requestId,
      ClaimRequestJson request);

  @POST
  @Path("/images/{image}/reservations/{holder}")
  ReservationJson extend(
      @PathParam("image") UUID imageId,
      @PathParam("holder") UUID taskId,
      @HeaderParam("X-Auth-Token") String token,
      @HeaderParam("X-Openstack-Request-Id") @Nullable String requestId);

  @JsonNaming(SnakeCaseStrategy.class)
  record ReservationJson(long maxSize) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record ClaimRequestJson(UUID runId, int attempt) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record RemoteJson(String url, @Nullable String osHashAlgo, @Nullable String osHashValue) {}

  /** It has one of {@code source} and {@code remote}; a copy has {@code source} and targets. */
  @JsonNaming(SnakeCaseStrategy.class)
  record ClaimJson(
      @Nullable String kind,
      UUID taskId,
      UUID imageId,
      UUID runId,
      long leaseSeconds,
      @Nullable Blob source,
      @Nullable RemoteJson remote,
      String declaredFormat,
      @Nullable String containerFormat,
      @Nullable String outputFormat,
      String store,
      String targetKey,
      @Nullable List<Blob.Copy> targets,
      boolean allStoresMustSucceed,
      long maxSize) {}
}
