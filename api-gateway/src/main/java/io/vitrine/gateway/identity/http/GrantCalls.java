package io.vitrine.gateway.identity.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.Administration;
import io.vitrine.gateway.identity.Administration.Place;
import io.vitrine.gateway.identity.Directory;
import io.vitrine.gateway.identity.Domain;
import io.vitrine.gateway.identity.IdentityProblem.Missing;
import io.vitrine.gateway.identity.IdentityProblem.NotAllowed;
import io.vitrine.gateway.identity.User;
import io.vitrine.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/** Roles, who holds them where, and the one domain. A role's id is its name. */
@ApplicationScoped
class GrantCalls {
  private final Directory directory;
  private final Administration administration;
  private final Callers callers;

  GrantCalls(Directory directory, Administration administration, Callers callers) {
    this.directory = directory;
    this.administration = administration;
    this.callers = callers;
  }

  Uni<Reply> roles(Call call) {
    IdentityJson json = call.json();
    return callers
        .administrator(call, "list_roles")
        .map(token ->
            Reply.ok(
                json.list(
                    "roles",
                    Stream.of(Role.values())
                        .filter(role ->
                            call.query("name").filter(name -> !role.id().equals(name)).isEmpty())
                        .map(json::role)
                        .toList(),
                    "/roles")));
  }

  Uni<Reply> role(Call call) {
    return callers
        .administrator(call, "get_role")
        .map(token -> Reply.ok(new JsonObject().put("role", call.json().role(roleOf(call)))));
  }

  Uni<Reply> domains(Call call) {
    IdentityJson json = call.json();
    boolean isWanted =
        call.query("name").filter(name -> !name.equalsIgnoreCase(Domain.NAME)).isEmpty();
    return callers
        .administrator(call, "list_domains")
        .map(token ->
            Reply.ok(
                json.list("domains", isWanted ? List.of(json.domain()) : List.of(), "/domains")));
  }

  Uni<Reply> domain(Call call) {
    String id = call.part("domain");
    return callers
        .administrator(call, "get_domain")
        .map(token -> {
          if (!id.equals(Domain.ID)) {
            throw new Missing("domain", id).asException();
          }
          return Reply.ok(new JsonObject().put("domain", call.json().domain()));
        });
  }

  Uni<Reply> grant(Call call) {
    return target(call, "create_grant")
        .invoke(target -> {
          // Services are made by whoever runs the realm.
          if (target.role() == Role.SERVICE) {
            throw new NotAllowed("create_grant").asException();
          }
        })
        .chain(target -> administration.grant(target.user(), target.place(), target.role()))
        .replaceWith(Reply.noContent());
  }

  Uni<Reply> withdraw(Call call) {
    return held(call, "revoke_grant")
        .chain(target -> administration.withdraw(target.user(), target.place(), target.role()))
        .replaceWith(Reply.noContent());
  }

  Uni<Reply> check(Call call) {
    return held(call, "check_grant").replaceWith(Reply.noContent());
  }

  private record Target(User user, Place place, Role role) {}

  private Uni<Target> held(Call call, String action) {
    return target(call, action)
        .call(target ->
            administration
                .isGranted(target.user(), target.place(), target.role())
                .invoke(granted -> {
                  if (!granted) {
                    throw new Missing("role assignment", call.part("role")).asException();
                  }
                }));
  }

  private Uni<Target> target(Call call, String action) {
    return callers
        .keeper(call, action)
        .chain(() -> place(call))
        .chain(place ->
            UserCalls.existing(directory, call).map(user -> new Target(user, place, roleOf(call))));
  }

  private Uni<Place> place(Call call) {
    String id = call.part("project");
    return id.isEmpty()
        ? Uni.createFrom().item(new Place.OnSystem())
        : directory
            .project(id)
            .map(found -> found.orElseThrow(() -> new Missing("project", id).asException()))
            .map(project -> new Place.InProject(project.id()));
  }

  private static Role roleOf(Call call) {
    String id = call.part("role");
    return Stream.of(Role.values())
        .filter(role -> role.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new Missing("role", id).asException());
  }
}
