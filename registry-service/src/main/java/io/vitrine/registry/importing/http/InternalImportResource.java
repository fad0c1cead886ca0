package io.vitrine.registry.importing.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.events.Blob;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ExpectedDigest;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.importing.ImportSource.RemoteLocation;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.RunImport;
import io.vitrine.registry.platform.InternalCallers;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a worker takes a task before it runs it. */
@Path("/internal/imports/{task}/claims")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class InternalImportResource {
  private final InternalCallers callers;
  private final RunImport imports;
  private final ImportRules rules;

  public InternalImportResource(InternalCallers callers, RunImport imports, ImportRules rules) {
    this.callers = callers;
    this.imports = imports;
    this.rules = rules;
  }

  /** What to fetch, and what its digest has to be where that is known. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record RemoteJson(String url, @Nullable String osHashAlgo, @Nullable String osHashValue) {

    static RemoteJson of(RemoteLocation location) {
      return new RemoteJson(
          location.url().uri().toString(),
          location.expected().map(ExpectedDigest::algorithm).orElse(null),
          location.expected().map(ExpectedDigest::value).orElse(null));
    }
  }

  /** A task in the hands of one run. It has one of {@code source} and {@code remote}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record ClaimJson(
      UUID taskId,
      UUID imageId,
      String projectId,
      UUID runId,
      int attempt,
      long leaseSeconds,
      @Nullable Blob source,
      @Nullable RemoteJson remote,
      String declaredFormat,
      @Nullable String containerFormat,
      @Nullable String outputFormat,
      String store,
      String targetKey,
      long maxSize) {}

  @POST
  public Uni<ClaimJson> claim(@PathParam("task") UUID taskId, byte @Nullable [] body) {
    callers.service();
    JsonNode json = JsonBody.object(body);
    UUID runId;
    try {
      runId = UUID.fromString(json.path("run_id").asText());
    } catch (IllegalArgumentException e) {
      throw JsonBody.malformed("run_id is a UUID.");
    }
    return imports
        .claim(taskId, runId, json.path("attempt").asInt())
        .map(claim -> json(claim, runId));
  }

  private ClaimJson json(RunImport.Claim claim, UUID runId) {
    ImportTask task = claim.task();
    return new ClaimJson(
        task.id(),
        task.imageId(),
        task.owner(),
        runId,
        task.state().attempt(),
        rules.lease().toSeconds(),
        task.source() instanceof StagedBytes(StoredData data) ? Facts.blob(data) : null,
        task.source() instanceof RemoteLocation location ? RemoteJson.of(location) : null,
        task.declaredFormat(),
        claim.containerFormat(),
        task.outputFormat(),
        task.source().store(),
        task.targetKey(runId),
        claim.reserved());
  }
}
