package io.vitrine.metadefs.validation.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.metadefs.validation.ValidateProperties;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code /v2/metadefs/validate}. */
@Path("/v2/metadefs/validate")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Authenticated
public class ValidationResource {
  private final ValidateProperties validateProperties;
  private final CurrentRequest request;

  public ValidationResource(ValidateProperties validateProperties, CurrentRequest request) {
    this.validateProperties = validateProperties;
    this.request = request;
  }

  @POST
  public Uni<VerdictJson> validate(byte @Nullable [] body) {
    return validateProperties
        .validate(request.caller(), QuestionBody.read(body))
        .map(VerdictJson::from);
  }
}
