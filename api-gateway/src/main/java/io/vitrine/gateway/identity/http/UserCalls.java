package io.vitrine.gateway.identity.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.Administration;
import io.vitrine.gateway.identity.Administration.NewUser;
import io.vitrine.gateway.identity.ApplicationCredentials;
import io.vitrine.gateway.identity.DeleteUser;
import io.vitrine.gateway.identity.Directory;
import io.vitrine.gateway.identity.IdentityProblem.Missing;
import io.vitrine.gateway.identity.User;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/** {@code /users}, for administrators; oneself may be looked at by anybody. */
@ApplicationScoped
class UserCalls {
  private final Directory directory;
  private final Administration administration;
  private final DeleteUser deleteUser;
  private final Callers callers;

  UserCalls(
      Directory directory, Administration administration, DeleteUser deleteUser, Callers callers) {
    this.directory = directory;
    this.administration = administration;
    this.deleteUser = deleteUser;
    this.callers = callers;
  }

  Uni<Reply> list(Call call) {
    return callers
        .administrator(call, "list_users")
        .chain(() ->
            call.query("name")
                .map(name -> directory.userNamed(name).map(one -> one.stream().toList()))
                .orElseGet(directory::users))
        .map(users -> reply(call, users));
  }

  private Reply reply(Call call, List<User> users) {
    IdentityJson json = call.json();
    return Reply.ok(json.list("users", users.stream().map(json::user).toList(), "/users"));
  }

  Uni<Reply> show(Call call) {
    return callers
        .selfOrAdministrator(call, "get_user")
        .chain(() -> existing(directory, call))
        .map(user -> Reply.ok(body(call, user)));
  }

  Uni<Reply> create(Call call) {
    return callers
        .keeper(call, "create_user")
        .chain(() -> administration.createUser(form(call.body().object("user"))))
        .map(user -> Reply.created(body(call, user)));
  }

  private static NewUser form(Fields user) {
    ProjectCalls.requireOurDomain(user);
    String name = user.name("name");
    if (isTaken(name.toLowerCase(Locale.ROOT))) {
      throw Fields.malformed(
          "Names that start like this belong to application credentials and services.");
    }
    return new NewUser(
        name,
        user.storedText("password"),
        user.storedText("email"),
        user.storedText("default_project_id"),
        user.flag("enabled", true));
  }

  private static boolean isTaken(String name) {
    return name.startsWith(ApplicationCredentials.loginName(""))
        || name.startsWith("service-account-");
  }

  Uni<Reply> delete(Call call) {
    return callers
        .keeper(call, "delete_user")
        .chain(() -> existing(directory, call))
        .chain(deleteUser::delete)
        .replaceWith(Reply.noContent());
  }

  /** The user of the path. */
  static Uni<User> existing(Directory directory, Call call) {
    String id = call.part("user");
    return directory
        .user(id)
        .map(found -> found.orElseThrow(() -> new Missing("user", id).asException()));
  }

  private JsonObject body(Call call, User user) {
    return new JsonObject().put("user", call.json().user(user));
  }
}
