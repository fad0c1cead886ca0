package io.vitrine.worker.importing.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vitrine.events.Cause;
import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.servicetoken.ServiceToken;
import io.vitrine.tracing.TraceParent;
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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;

@ApplicationScoped
class RegistryClaims implements Claims, Reservations {
  private static final int UNAUTHORIZED = 401;
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

  /** Whatever the registry refuses with is a fault in the deployment, a wrong secret perhaps. */
  @Override
  public Optional<ImportJob> next(UUID runId) throws IOException {
    try {
      RegistryApi.ClaimJson claim =
          registry.claim(token.get(), new RegistryApi.ClaimRequestJson(runId));
      return claim == null ? Optional.empty() : Optional.of(job(claim));
    } catch (WebApplicationException e) {
      requireReadable(runId, e);
      int status = e.getResponse().getStatus();
      if (status == UNAUTHORIZED) {
        token.forget();
      }
      throw new IOException("the registry answered " + status, e);
    } catch (ProcessingException e) {
      requireReadable(runId, e);
      throw new IOException("the registry does not answer: " + e.getMessage(), e);
    } catch (RefusedSourceException | IllegalArgumentException e) {
      throw new UnreadableClaimException(runId, e);
    }
  }

  /** The registry did answer if it is its document that failed; it will give the same one again. */
  private static void requireReadable(UUID runId, RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JsonProcessingException) {
        throw new UnreadableClaimException(runId, failure);
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
        return registry
            .extend(
                job.imageId(),
                job.taskId(),
                token.get(),
                job.cause().requestId(),
                TraceParent.current())
            .maxSize();
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

  private static ImportJob job(RegistryApi.ClaimJson claim) throws RefusedSourceException {
    return new ImportJob(
        claim.taskId(),
        claim.imageId(),
        claim.runId(),
        claim.updatedAt(),
        Duration.ofSeconds(claim.leaseSeconds()),
        source(claim),
        Optional.ofNullable(claim.expected())
            .map(it -> new ExpectedDigest(it.osHashAlgo(), it.osHashValue(), "validation_data")),
        claim.declaredFormat(),
        claim.containerFormat(),
        claim.outputFormat(),
        claim.targets(),
        claim.stages(),
        claim.allStoresMustSucceed(),
        claim.maxSize(),
        new Cause(claim.requestId(), claim.userId(), claim.projectId()),
        claim.traceParent());
  }

  private static ImportSource source(RegistryApi.ClaimJson claim) throws RefusedSourceException {
    if (claim.source() != null) {
      return claim.kind().equals("copy")
          ? new ImportSource.Landed(claim.source())
          : new ImportSource.Staged(claim.source());
    }
    if (claim.remote() == null) {
      throw new IllegalArgumentException("it names no source");
    }
    RemoteUrl url = RemoteUrl.parse(claim.remote().url());
    return claim.remote().glanceImageId() == null
        ? new ImportSource.Web(url)
        : new ImportSource.Glance(url, claim.remote().glanceImageId(), claim.remote().token());
  }
}
