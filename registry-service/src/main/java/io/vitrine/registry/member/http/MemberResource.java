package io.vitrine.registry.member.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.image.http.UriText;
import io.vitrine.registry.member.AnswerShare;
import io.vitrine.registry.member.ReadMembers;
import io.vitrine.registry.member.ShareImage;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The members of an image. */
@Path("/v2/images")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class MemberResource {
  private final CurrentRequest request;
  private final ReadMembers read;
  private final ShareImage share;
  private final AnswerShare answer;

  public MemberResource(
      CurrentRequest request, ReadMembers read, ShareImage share, AnswerShare answer) {
    this.request = request;
    this.read = read;
    this.share = share;
    this.answer = answer;
  }

  /** Answers 200, as Glance does, though something is made. */
  @POST
  @Path("/{id}/members")
  public Uni<Map<String, Object>> add(@PathParam("id") String id, byte @Nullable [] body) {
    String member = MemberForm.member(JsonBody.object(body));
    return share.add(request.caller(), ImageForm.pathId(id), member).map(MemberJson::from);
  }

  @GET
  @Path("/{id}/members")
  public Uni<Map<String, Object>> list(@PathParam("id") String id, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return read.list(request.caller(), ImageForm.pathId(id)).map(MemberJson::from);
  }

  @GET
  @Path("/{id}/members/{member}")
  public Uni<Map<String, Object>> show(
      @PathParam("id") String id, @Context HttpServerRequest http, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    UUID imageId = ImageForm.pathId(id);
    return read.show(request.caller(), imageId, MemberForm.path(imageId, UriText.lastSegment(http)))
        .map(MemberJson::from);
  }

  @PUT
  @Path("/{id}/members/{member}")
  public Uni<Map<String, Object>> answer(
      @PathParam("id") String id, @Context HttpServerRequest http, byte @Nullable [] body) {
    String status = MemberForm.status(JsonBody.object(body));
    UUID imageId = ImageForm.pathId(id);
    return answer
        .answer(
            request.caller(), imageId, MemberForm.path(imageId, UriText.lastSegment(http)), status)
        .map(MemberJson::from);
  }

  @DELETE
  @Path("/{id}/members/{member}")
  public Uni<Response> remove(
      @PathParam("id") String id, @Context HttpServerRequest http, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    UUID imageId = ImageForm.pathId(id);
    return share
        .remove(request.caller(), imageId, MemberForm.path(imageId, UriText.lastSegment(http)))
        .map(ignored -> Response.noContent().build());
  }
}
