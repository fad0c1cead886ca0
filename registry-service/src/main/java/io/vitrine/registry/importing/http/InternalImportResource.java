package io.vitrine.registry.importing.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.events.Blob;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.importing.ClaimImport;
import io.vitrine.registry.importing.ExpectedDigest;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import io.vitrine.registry.importing.ImportSource.OtherGlance;
import io.vitrine.registry.importing.ImportSource.RemoteBytes;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.platform.InternalCallers;
import io.vitrine.tracing.TraceParent;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a worker gets what is to be done next. */
@Path("/internal/imports/claims")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class InternalImportResource {
  private final InternalCallers callers;
  private final ClaimImport imports;
  private final ImportRules rules;
  private final StoreDirectory stores;

  public InternalImportResource(
      InternalCallers callers, ClaimImport imports, ImportRules rules, StoreDirectory stores) {
    this.callers = callers;
    this.imports = imports;
    this.rules = rules;
    this.stores = stores;
  }

  /**
   * What to fetch.
   *
   * @param glanceImageId the image, where the URL is that of another image service; else null
   * @param token for that service
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record RemoteJson(String url, @Nullable UUID glanceImageId, @Nullable String token) {

    /** Without token and URL, which may be signed: this may get into a log. */
    @Override
    public String toString() {
      return glanceImageId == null
          ? "what a URL names"
          : "image %s of another service".formatted(glanceImageId);
    }
  }

  /** What the digest of the source has to be. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record ExpectedJson(String osHashAlgo, String osHashValue) {

    static ExpectedJson of(ExpectedDigest expected) {
      return new ExpectedJson(expected.algorithm(), expected.value());
    }
  }

  /**
   * A task in the hands of one run.
   *
   * @param kind {@code import}, with one of {@code source} and {@code remote}, or {@code copy},
   *     with {@code source}: where the bytes are, the copy to read first before the others
   * @param expected null where nobody knows, or where it was found to be so already
   * @param targets where the result goes, one for each store that has still to get it
   * @param stages where the run may put what it fetches, and what it unpacks
   * @param allStoresMustSucceed whether to stop at the first store that fails
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record ClaimJson(
      String kind,
      UUID taskId,
      UUID imageId,
      String projectId,
      String userId,
      String requestId,
      @JsonProperty(TraceParent.HEADER) @Nullable String traceParent,
      UUID runId,
      int attempt,
      Instant updatedAt,
      long leaseSeconds,
      @Nullable Blob source,
      @Nullable RemoteJson remote,
      @Nullable ExpectedJson expected,
      @Nullable String declaredFormat,
      @Nullable String containerFormat,
      @Nullable String outputFormat,
      List<Location> targets,
      List<Location> stages,
      boolean allStoresMustSucceed,
      long maxSize) {}

  /** Takes {@code {"run_id": …}}; answers with a claim, or 204 where nothing is to be done. */
  @POST
  public Uni<Response> claim(byte @Nullable [] body) {
    callers.service();
    UUID runId =
        ImageForm.optionalUuid(JsonBody.object(body).path("run_id").asText())
            .orElseThrow(() -> JsonBody.malformed("run_id is a UUID."));
    return imports
        .next(runId)
        .map(found ->
            found
                .map(claim -> Response.ok(json(claim, runId)).build())
                .orElseGet(() -> Response.noContent().build()));
  }

  private ClaimJson json(ClaimImport.Claim claim, UUID runId) {
    ImportTask task = claim.task();
    Image image = claim.image();
    ImageAttributes known = task.describe(image.attributes());
    Optional<StoredData> landed = image.result();
    Optional<StoredData> source = landed.or(image::staged);
    return new ClaimJson(
        landed.isPresent() ? "copy" : "import",
        task.id(),
        task.imageId(),
        task.by().project(),
        task.by().userId(),
        task.by().requestId(),
        task.by().traceParent(),
        runId,
        task.state().attempt(),
        task.updatedAt(),
        rules.lease().toSeconds(),
        source.map(data -> Facts.blob(data.at(stores.preferred(data.locations())))).orElse(null),
        source.isPresent() ? null : remote(task),
        expected(task, source).map(ExpectedJson::of).orElse(null),
        known.diskFormat(),
        known.containerFormat(),
        task.destination().outputFormat(),
        claim.targets(),
        claim.stages(),
        task.destination().allMustSucceed(),
        claim.maxSize());
  }

  private static @Nullable RemoteJson remote(ImportTask task) {
    return switch (task.source()) {
      case RemoteBytes remote -> new RemoteJson(remote.url().uri().toString(), null, null);
      case OtherGlance other ->
          new RemoteJson(
              other.endpoint().uri().toString(), other.imageId(), other.token().orElse(null));
      case StagedBytes _, ActiveBytes _ -> null;
    };
  }

  /** A run that goes on from a later phase has other bytes, which were made from the right ones. */
  private static Optional<ExpectedDigest> expected(
      ImportTask task, Optional<StoredData> beginsWith) {
    return switch (task.source()) {
      case StagedBytes(StoredData staged, Optional<ExpectedDigest> expected) ->
          expected.filter(
              ignored -> beginsWith.filter(it -> it.first().equals(staged.first())).isPresent());
      case RemoteBytes remote -> remote.expected().filter(ignored -> beginsWith.isEmpty());
      case OtherGlance other -> other.expected().filter(ignored -> beginsWith.isEmpty());
      case ActiveBytes _ -> Optional.empty();
    };
  }
}
