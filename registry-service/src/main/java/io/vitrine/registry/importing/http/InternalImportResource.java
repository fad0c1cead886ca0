package io.vitrine.registry.importing.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.events.Blob;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ExpectedDigest;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
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
import java.util.List;
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
  private final StoreDirectory stores;

  public InternalImportResource(
      InternalCallers callers, RunImport imports, ImportRules rules, StoreDirectory stores) {
    this.callers = callers;
    this.imports = imports;
    this.rules = rules;
    this.stores = stores;
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

  /**
   * A task in the hands of one run.
   *
   * @param kind {@code import}, with one of {@code source} and {@code remote}, or {@code copy},
   *     with {@code source}: where the bytes are, the copy to read first before the others
   * @param targets where the run writes; the first again in {@code store} and {@code target_key}. A
   *     copy has one for each store that it has still to do
   * @param allStoresMustSucceed of a copy: whether to stop at the first store that fails
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record ClaimJson(
      String kind,
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
      List<Location> targets,
      boolean allStoresMustSucceed,
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
    List<Location> targets = claim.targets();
    return new ClaimJson(
        task.source() instanceof ActiveBytes ? "copy" : "import",
        task.id(),
        task.imageId(),
        task.owner(),
        runId,
        task.state().attempt(),
        rules.lease().toSeconds(),
        source(claim),
        task.source() instanceof RemoteLocation location ? RemoteJson.of(location) : null,
        task.declaredFormat(),
        claim.image().attributes().containerFormat(),
        task.outputFormat(),
        targets.getFirst().store(),
        targets.getFirst().key(),
        targets,
        task.source() instanceof ActiveBytes copy && copy.allMustSucceed(),
        claim.maxSize());
  }

  private @Nullable Blob source(RunImport.Claim claim) {
    return switch (claim.task().source()) {
      case StagedBytes(StoredData data) -> Facts.blob(data);
      case RemoteLocation _ -> null;
      case ActiveBytes _ ->
          claim
              .image()
              .data()
              .map(data -> Facts.blob(data.at(stores.preferred(data.locations()))))
              .orElse(null);
    };
  }
}
