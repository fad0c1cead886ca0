package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Assignments;
import io.vitrine.identity.Role;
import io.vitrine.identity.TokenScope;
import io.vitrine.problem.RequestProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A realm in memory: its people, their groups, its tokens. */
final class PlayedRealm implements TokenOffice, TokenVerifier, Directory, ApplicationCredentials {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final Map<String, User> users = new HashMap<>();
  private final Map<String, String> passwords = new HashMap<>();
  private final Map<String, List<String>> groups = new HashMap<>();
  private final Map<String, Project> projects = new HashMap<>();
  private final Map<String, ApplicationCredential> credentials = new HashMap<>();
  private final Map<String, Token> tokens = new HashMap<>();
  private final List<String> revoked = new ArrayList<>();
  private int inspections;
  private boolean away;
  private boolean directoryAway;
  private Optional<String> defaultProject = Optional.empty();

  PlayedRealm project(String id, String name) {
    projects.put(id, new Project(id, name, "", true));
    return this;
  }

  PlayedRealm closedProject(String id) {
    projects.put(id, new Project(id, id, "", false));
    return this;
  }

  /** A user whose id is {@code id-<name>} and whose password is {@code <name>-secret}. */
  PlayedRealm person(String name, String... groupPaths) {
    users.put("id-" + name, new User("id-" + name, name, true));
    passwords.put(name, name + "-secret");
    groups.put("id-" + name, List.of(groupPaths));
    return this;
  }

  PlayedRealm defaultProject(String id) {
    defaultProject = Optional.of(id);
    return this;
  }

  void disable(String name) {
    users.computeIfPresent("id-" + name, (id, user) -> new User(id, name, false));
  }

  void moveTo(String name, String... groupPaths) {
    groups.put("id-" + name, List.of(groupPaths));
  }

  void goAway() {
    away = true;
  }

  /** Tokens are still known, people and credentials are not. */
  void loseDirectory() {
    directoryAway = true;
  }

  void comeBack() {
    away = false;
  }

  int inspections() {
    return inspections;
  }

  List<String> revoked() {
    return revoked;
  }

  @Override
  public Uni<Token> issue(String loginName, String password, TokenScope scope) {
    return answer(() -> {
      if (!password.equals(passwords.get(loginName))) {
        throw new RequestProblem.Unauthenticated().asException();
      }
      String credential = loginName.replaceFirst("^application-credential-", "");
      return credentials.containsKey(credential)
          ? ofCredential(credentials.get(credential))
          : keep(token("id-" + loginName, loginName, "session-" + tokens.size(), scope, false));
    });
  }

  private Token ofCredential(ApplicationCredential credential) {
    Token token =
        new Token(
            "text-" + tokens.size(),
            "jti-" + tokens.size(),
            Optional.of("session-" + tokens.size()),
            credential.ownerId(),
            ApplicationCredentials.loginName(credential.id()),
            "vitrine",
            new Assignments(Map.of(credential.projectId(), credential.roles()), Set.of()),
            new TokenScope.Open(),
            false,
            Optional.of(credential.id()),
            Optional.empty(),
            NOW,
            NOW.plusSeconds(3600));
    return keep(token);
  }

  private Token token(
      String userId, String name, String session, TokenScope scope, boolean rescoped) {
    return new Token(
        "text-" + tokens.size(),
        "jti-" + tokens.size(),
        Optional.of(session),
        userId,
        name,
        "vitrine",
        Assignments.of(groups.get(userId)),
        scope,
        rescoped,
        Optional.empty(),
        defaultProject,
        NOW,
        NOW.plusSeconds(3600));
  }

  private Token keep(Token token) {
    tokens.put(token.text(), token);
    return token;
  }

  /** As another client would have got it. */
  Token foreign(Token token) {
    return keep(
        new Token(
            "foreign",
            "foreign",
            token.sessionId(),
            token.userId(),
            token.loginName(),
            "vitrine-cli",
            token.assignments(),
            token.scope(),
            false,
            Optional.empty(),
            Optional.empty(),
            token.issuedAt(),
            token.expiresAt()));
  }

  /** A token of somebody who was able to write the attributes of a credential. */
  Token pretending(String user, String owner, String credential) {
    return keep(
        new Token(
            "pretended",
            "pretended",
            Optional.of("session"),
            "id-" + owner,
            user,
            "vitrine",
            Assignments.of(groups.get("id-" + user)),
            new TokenScope.Open(),
            false,
            Optional.of(credential),
            Optional.empty(),
            NOW,
            NOW.plusSeconds(3600)));
  }

  @Override
  public Uni<Token> exchange(Token parent, TokenScope scope, boolean rescoped) {
    return answer(() ->
        keep(
            token(
                parent.userId(),
                parent.loginName(),
                parent.sessionId().orElseThrow(),
                scope,
                rescoped)));
  }

  @Override
  public Uni<Optional<Token>> inspect(String text) {
    return answer(() -> {
      inspections++;
      Token token = tokens.get(text);
      if (token == null || revoked.contains(token.id()) || !isEnabled(token)) {
        return Optional.empty();
      }
      return Optional.of(token.applicationCredential().isPresent() ? token : asOfNow(token));
    });
  }

  private boolean isEnabled(Token token) {
    return token.applicationCredential().isPresent() || users.get(token.userId()).enabled();
  }

  private Token asOfNow(Token token) {
    return new Token(
        token.text(),
        token.id(),
        token.sessionId(),
        token.userId(),
        token.loginName(),
        token.clientId(),
        Assignments.of(groups.get(token.userId())),
        token.scope(),
        token.rescoped(),
        token.applicationCredential(),
        token.defaultProject(),
        token.issuedAt(),
        token.expiresAt());
  }

  @Override
  public Uni<Token> verify(String text) {
    Token token = tokens.get(text);
    return token == null
        ? Uni.createFrom().failure(new RequestProblem.Unauthenticated().asException())
        : Uni.createFrom().item(token);
  }

  @Override
  public Uni<Void> revoke(Token token) {
    return answer(() -> {
      revoked.add(token.id());
      return null;
    });
  }

  @Override
  public Uni<Optional<User>> user(String id) {
    return answer(() -> Optional.ofNullable(users.get(id)));
  }

  @Override
  public Uni<Optional<User>> userNamed(String name) {
    return user("id-" + name);
  }

  @Override
  public Uni<List<User>> users() {
    return answer(() -> List.copyOf(users.values()));
  }

  @Override
  public Uni<Optional<Project>> project(String id) {
    return answer(() -> Optional.ofNullable(projects.get(id)));
  }

  @Override
  public Uni<Optional<Project>> projectNamed(String name) {
    return answer(() ->
        projects.values().stream().filter(project -> project.name().equals(name)).findFirst());
  }

  @Override
  public Uni<List<Project>> projects() {
    return answer(() -> List.copyOf(projects.values()));
  }

  @Override
  public Uni<Assignments> assignments(String userId) {
    return answer(() -> Assignments.of(groups.getOrDefault(userId, List.of())));
  }

  @Override
  public Uni<Optional<ApplicationCredential>> find(String id) {
    return answer(() -> {
      if (directoryAway) {
        throw new RequestProblem.Unavailable("away").asException();
      }
      return Optional.ofNullable(credentials.get(id));
    });
  }

  @Override
  public Uni<List<ApplicationCredential>> ofUser(String userId) {
    return answer(
        () -> credentials.values().stream().filter(one -> one.ownerId().equals(userId)).toList());
  }

  @Override
  public Uni<List<ApplicationCredential>> ofProject(String projectId) {
    return answer(() ->
        credentials.values().stream().filter(one -> one.projectId().equals(projectId)).toList());
  }

  @Override
  public Uni<Void> add(ApplicationCredential credential, String secret) {
    return answer(() -> {
      credentials.put(credential.id(), credential);
      passwords.put(ApplicationCredentials.loginName(credential.id()), secret);
      return null;
    });
  }

  /** A member's credential for a project. */
  ApplicationCredential credential(String id, String owner, String project, Role role) {
    var credential =
        new ApplicationCredential(
            id,
            "name-of-" + id,
            "",
            "id-" + owner,
            project,
            role.withImplied(),
            false,
            Optional.of(NOW.plusSeconds(600)));
    add(credential, id + "-secret").await().indefinitely();
    return credential;
  }

  @Override
  public Uni<Void> delete(ApplicationCredential credential) {
    return answer(() -> {
      credentials.remove(credential.id());
      return null;
    });
  }

  private <T> Uni<T> answer(Supplier<T> supplier) {
    return Uni.createFrom()
        .item(() -> {
          if (away) {
            throw new RequestProblem.Unavailable("away").asException();
          }
          return supplier.get();
        });
  }
}
