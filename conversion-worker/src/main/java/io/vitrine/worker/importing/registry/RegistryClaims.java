package io.vitrine.worker.importing.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.servicetoken.ServiceToken;
import io.vitrine.worker.importing.Claims;
import io.vitrine.worker.importing.ImportJob;
import io.vitrine.worker.importing.ImportSource;
import io.vitrine.worker.importing.ImportSource.ExpectedDigest;
import io.vitrine.worker.importing.Pauses;
import io.vitrine.worker.importing.Reservations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class RegistryClaims implements Claims, Reservations {
  private static final int UNAUTHORIZED = 401;
  private static final int CONFLICT = 409;
  private static final int TOO_LARGE = 413;
  private static final int SERVER_ERROR = 500;

  /** Some two minutes: a registry that starts again takes less. */
  private static final int EXTEND_TRIES = 30;

  private final RegistryApi registry;
  private final ServiceToken token;
  private final Pauses pauses;

  RegistryClaims(@RestClient RegistryApi registry, ServiceToken token, Pauses pauses) {
    this.registry = registry;
    this.token = token;
    this.pauses = pauses;
  }

  /**
   * Only "conflict" ends a request: the task is held, finished or gone. Any other refusal is a
   * fault in the deployment, a wrong secret or URL perhaps, and dropping the request for it would
   * leave the import without a worker.
   */
  @Override
  public Optional<ImportJob> claim(UUID taskId, UUID runId, int attempt, @Nullable String requestId)
      throws IOException {
    try {
      RegistryApi.ClaimJson claim =
          registry.claim(
              taskId, token.get(), requestId, new RegistryApi.ClaimRequestJson(runId, attempt));
      return Optional.of(job(claim, requestId));
    } catch (WebApplicationException e) {
      requireReadable(taskId, e);
      int status = e.getResponse().getStatus();
      if (status == CONFLICT) {
        return Optional.empty();
      }
      if (status == UNAUTHORIZED) {
        token.forget();
      }
      throw new IOException("the registry answered " + status, e);
    } catch (ProcessingException e) {
      requireReadable(taskId, e);
      throw new IOException("the registry does not answer: " + e.getMessage(), e);
    } catch (RefusedSourceException | IllegalArgumentException e) {
      throw new UnreadableClaimException(taskId, e);
    }
  }

  /** The registry did answer if it is its document that failed; it will give the same one again. */
  private static void requireReadable(UUID taskId, RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JsonProcessingException) {
        throw new UnreadableClaimException(taskId, failure);
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec what fails for a moment is tried again: giving up would throw away hours of fetching,
   *     though the lease lives on by the run's reports
   */
  @Override
  public long extend(ImportJob job, long bytes) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return registry.extend(job.imageId(), job.taskId(), token.get(), job.requestId()).maxSize();
      } catch (WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (status == TOO_LARGE) {
          return bytes;
        }
        if (status == UNAUTHORIZED) {
          token.forget();
        }
        if (!(status == UNAUTHORIZED || status >= SERVER_ERROR) || tries == EXTEND_TRIES) {
          throw e;
        }
      } catch (ProcessingException | IOException e) {
        if (tries == EXTEND_TRIES) {
          throw new IllegalStateException("the registry gives no answer about more room", e);
        }
      }
      pauses.before(tries);
    }
  }

  private static ImportJob job(RegistryApi.ClaimJson claim, @Nullable String requestId)
      throws RefusedSourceException {
    return new ImportJob(
        claim.taskId(),
        claim.imageId(),
        claim.runId(),
        Duration.ofSeconds(claim.leaseSeconds()),
        source(claim),
        claim.declaredFormat(),
        Objects.requireNonNullElse(claim.containerFormat(), "bare"),
        claim.outputFormat(),
        claim.store(),
        new ObjectKey(claim.targetKey()),
        claim.maxSize(),
        requestId);
  }

  private static ImportSource source(RegistryApi.ClaimJson claim) throws RefusedSourceException {
    if (claim.source() != null && "copy".equals(claim.kind())) {
      return new ImportSource.Copy(
          claim.source(),
          Objects.requireNonNullElse(claim.targets(), List.of()),
          claim.allStoresMustSucceed());
    }
    if (claim.source() != null) {
      return new ImportSource.Staged(claim.source());
    }
    if (claim.remote() == null) {
      throw new IllegalArgumentException("it names no source");
    }
    RegistryApi.RemoteJson remote = claim.remote();
    return new ImportSource.Remote(
        RemoteUrl.parse(remote.url()),
        remote.osHashAlgo() == null || remote.osHashValue() == null
            ? Optional.empty()
            : Optional.of(new ExpectedDigest(remote.osHashAlgo(), remote.osHashValue())));
  }
}
