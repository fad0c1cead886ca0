package io.vitrine.objectstore;

import io.micrometer.core.instrument.Metrics;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InternalException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The one place that says what a failure of an S3 server means. Unknown means not retryable. */
final class S3Failures {
  private static final Set<String> MISSING =
      Set.of("NoSuchKey", "NoSuchUpload", "NoSuchObject", "ResourceNotFound");
  private static final Set<String> FULL =
      Set.of("QuotaExceeded", "XMinioStorageFull", "EntityTooLarge", "InsufficientStorage");
  private static final Set<String> LATER =
      Set.of(
          "SlowDown",
          "ServiceUnavailable",
          "InternalError",
          "RequestTimeout",
          "503 SlowDown",
          // Nobody has removed the objects one by one: an operator has to set this right.
          "NoSuchBucket");

  private S3Failures() {}

  static ObjectStoreException of(String operation, Throwable failure) {
    Throwable cause = unwrap(failure);
    if (cause instanceof ObjectStoreException known) {
      return known;
    }
    Failure kind = counted(kindOf(cause));
    return new ObjectStoreException(
        kind, operation + " failed: " + kind + " (" + describe(cause) + ")", cause);
  }

  static ObjectStoreException of(String operation, int status, @Nullable String code) {
    Failure kind = counted(kindOf(status, code));
    return new ObjectStoreException(
        kind, operation + " failed: " + kind + " (" + status + " " + code + ")", null);
  }

  private static Failure counted(Failure kind) {
    Metrics.counter("vitrine.s3.failures", "failure", kind.name().toLowerCase(Locale.ROOT))
        .increment();
    return kind;
  }

  private static Failure kindOf(Throwable cause) {
    return switch (cause) {
      case ErrorResponseException e -> kindOf(e.response().code(), e.errorResponse().code());
      case ServerException e -> kindOf(e.statusCode(), null);
      // A proxy's HTML page, or an answer cut short: the server itself did not speak.
      case InvalidResponseException _, InternalException _ -> Failure.UNAVAILABLE;
      case IOException _ -> Failure.UNAVAILABLE;
      default -> Failure.REFUSED;
    };
  }

  private static Failure kindOf(int status, @Nullable String code) {
    if (code != null && MISSING.contains(code)) {
      return Failure.MISSING;
    }
    if (code != null && FULL.contains(code)) {
      return Failure.FULL;
    }
    if (code != null && LATER.contains(code)) {
      return Failure.UNAVAILABLE;
    }
    return switch (status) {
      case 404 -> Failure.MISSING;
      case 401, 403 -> Failure.DENIED;
      case 408, 429, 500, 502, 503, 504 -> Failure.UNAVAILABLE;
      case 507 -> Failure.FULL;
      default -> Failure.REFUSED;
    };
  }

  private static String describe(Throwable cause) {
    return cause instanceof ErrorResponseException e
        ? e.response().code() + " " + e.errorResponse().code()
        : cause.toString();
  }

  /** The SDK wraps what happened, sometimes twice. */
  private static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while (inner.getCause() != null
        && (inner instanceof CompletionException
            || inner instanceof ExecutionException
            || inner.getClass() == io.minio.errors.MinioException.class)) {
      inner = inner.getCause();
    }
    return inner;
  }
}
