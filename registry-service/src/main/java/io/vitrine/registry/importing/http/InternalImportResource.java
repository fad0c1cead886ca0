package io.vitrine.registry.importing.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.events.Blob;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.http.JsonBody;
import io.vitrine.registry.importing.ImportRules;
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

  /** A task in the hands of one run. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record ClaimJson(
      UUID taskId,
      UUID imageId,
      String projectId,
      UUID runId,
      int attempt,
      long leaseSeconds,
      Blob source,
      String declaredFormat,
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
        Facts.blob(task.source()),
        task.declaredFormat(),
        task.outputFormat(),
        task.source().store(),
        task.targetKey(runId),
        claim.reserved());
  }
}
