package io.vitrine.store.upload.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;
import io.vitrine.problem.RequestProblem;
import io.vitrine.store.upload.resumable.ResumableProblem;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The headers of a request as tus defines them; what is wrong with them is a problem. */
record TusRequest(HttpServerRequest request) {
  static final String VERSION = "1.0.0";
  static final String RESUMABLE = "Tus-Resumable";
  static final String VERSIONS = "Tus-Version";
  static final String OFFSET = "Upload-Offset";
  static final String LENGTH = "Upload-Length";
  private static final String OCTETS = "application/offset+octet-stream";

  /** Refuses other versions before anything else. */
  static TusRequest checked(RoutingContext routing) {
    if (!VERSION.equals(routing.request().getHeader(RESUMABLE))) {
      routing.response().putHeader(VERSIONS, VERSION);
      throw new OtherVersion().asException();
    }
    return new TusRequest(routing.request());
  }

  private record OtherVersion() implements Problem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.PRECONDITION_FAILED;
    }

    @Override
    public String message() {
      return "Uploads here speak tus %s: say so by the header %s.".formatted(VERSION, RESUMABLE);
    }
  }

  /** What a client means that cannot send the method; in capitals, empty if it means none. */
  static String methodOf(HttpServerRequest request) {
    return Objects.requireNonNullElse(request.getHeader("X-HTTP-Method-Override"), "")
        .strip()
        .toUpperCase(Locale.ROOT);
  }

  long length() {
    if (request.headers().contains("Upload-Defer-Length")) {
      throw new RequestProblem.Malformed(
              "Upload-Defer-Length is not taken: the length has to be known.")
          .asException();
    }
    return required(LENGTH);
  }

  long offset() {
    return required(OFFSET);
  }

  private long required(String header) {
    @Nullable String text = request.getHeader(header);
    if (text == null) {
      throw new RequestProblem.Malformed(header + " is missing.").asException();
    }
    return ByteCount.parse(header, text);
  }

  TusMetadata metadata() {
    return TusMetadata.of(
        request.getHeader("Upload-Metadata"), request.getHeader("X-Image-Meta-Store"));
  }

  boolean hasBody() {
    return bodyLength().orElse(0) > 0 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /** Bytes of the body, where the client says so. */
  OptionalLong bodyLength() {
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? OptionalLong.empty()
        : OptionalLong.of(ByteCount.parse("Content-Length", length));
  }

  void requireBodyWithin(long length) {
    if (bodyLength().orElse(0) > length) {
      throw new ResumableProblem.TooMuch(length).asException();
    }
  }

  void requireOffsetOctets() {
    @Nullable String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(OCTETS)) {
      throw new RequestProblem.UnsupportedMedia(
              "The bytes of an upload are sent with Content-Type: %s.".formatted(OCTETS))
          .asException();
    }
  }
}
