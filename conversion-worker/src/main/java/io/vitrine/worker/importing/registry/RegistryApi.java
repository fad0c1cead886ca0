package io.vitrine.worker.importing.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vitrine.events.Blob;
import io.vitrine.tracing.TraceParent;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
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

  /** Null where nothing is to be done. */
  @POST
  @Path("/imports/claims")
  @Nullable ClaimJson claim(@HeaderParam("X-Auth-Token") String token, ClaimRequestJson request);

  @POST
  @Path("/images/{image}/reservations/{holder}")
  ReservationJson extend(
      @PathParam("image") UUID imageId,
      @PathParam("holder") UUID taskId,
      @HeaderParam("X-Auth-Token") String token,
      @HeaderParam("X-Openstack-Request-Id") @Nullable String requestId,
      @HeaderParam(TraceParent.HEADER) @Nullable String traceParent);

  @JsonNaming(SnakeCaseStrategy.class)
  record ReservationJson(long maxSize) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record ClaimRequestJson(UUID runId) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record RemoteJson(String url, @Nullable UUID glanceImageId, @Nullable String token) {

    /** Without token and URL, which may be signed: this may get into a log. */
    @Override
    public String toString() {
      return glanceImageId == null
          ? "what a URL names"
          : "image %s of another service".formatted(glanceImageId);
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record ExpectedJson(String osHashAlgo, String osHashValue) {}

  /** It has one of {@code source} and {@code remote}; of kind copy, it has {@code source}. */
  @JsonNaming(SnakeCaseStrategy.class)
  record ClaimJson(
      String kind,
      UUID taskId,
      UUID imageId,
      @Nullable String projectId,
      @Nullable String userId,
      @Nullable String requestId,
      @JsonProperty(TraceParent.HEADER) @Nullable String traceParent,
      UUID runId,
      Instant updatedAt,
      long leaseSeconds,
      @Nullable Blob source,
      @Nullable RemoteJson remote,
      @Nullable ExpectedJson expected,
      @Nullable String declaredFormat,
      @Nullable String containerFormat,
      @Nullable String outputFormat,
      List<Blob.Copy> targets,
      List<Blob.Copy> stages,
      boolean allStoresMustSucceed,
      long maxSize) {}
}
