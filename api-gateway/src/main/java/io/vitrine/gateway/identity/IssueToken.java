package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vitrine.gateway.identity.SignIn.Wanted;
import io.vitrine.identity.TokenScope;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** Signs somebody in. Every refusal looks the same, so that it tells nothing. */
@ApplicationScoped
public class IssueToken {
  private final TokenOffice office;
  private final TokenVerifier verifier;
  private final Directory directory;
  private final ApplicationCredentials credentials;
  private final Standing standing;
  private final IdentityConfig config;

  public IssueToken(
      TokenOffice office,
      TokenVerifier verifier,
      Directory directory,
      ApplicationCredentials credentials,
      Standing standing,
      IdentityConfig config) {
    this.office = office;
    this.verifier = verifier;
    this.directory = directory;
    this.credentials = credentials;
    this.standing = standing;
    this.config = config;
  }

  public Uni<Token> issue(SignIn request) {
    return (switch (request.credentials()) {
          case Credentials.Password password -> byPassword(password, request.wanted());
          case Credentials.ExistingToken(String token) -> byToken(token, request.wanted());
          case Credentials.ApplicationCredentialById(String id, String secret) ->
              byApplicationCredential(id, secret, request.wanted());
          case Credentials.ApplicationCredentialByName named ->
              idOf(named)
                  .chain(id -> byApplicationCredential(id, named.secret(), request.wanted()));
          case Credentials.Unsupported() -> IssueToken.<Token>refuse();
        })
        .invoke(standing::trust);
  }

  private Uni<Token> byPassword(Credentials.Password credentials, Wanted wanted) {
    return loginName(credentials.user())
        .chain(name -> office.issue(name, credentials.password(), firstScope(wanted)))
        .chain(token ->
            orEnd(
                token,
                token.applicationCredential().isPresent()
                    ? refuse()
                    : settle(token, wanted, false)));
  }

  /** A sign-in that comes to nothing leaves no session behind. */
  private Uni<Token> orEnd(Token signIn, Uni<Token> outcome) {
    return outcome.onFailure().call(() -> office.revoke(signIn).onFailure().recoverWithNull());
  }

  /**
   * A user who does not exist is signed in all the same, under a name that nobody has: the answer
   * takes as long as that to a wrong password.
   */
  private Uni<String> loginName(Reference user) {
    return switch (user) {
      case Reference.Name(String name) -> Uni.createFrom().item(name);
      case Reference.Id(String id) ->
          directory.user(id).map(found -> found.map(User::name).orElseGet(IssueToken::nobody));
      case Reference.Elsewhere() -> Uni.createFrom().item(nobody());
    };
  }

  private static String nobody() {
    return "nobody-" + UUID.randomUUID();
  }

  private static TokenScope firstScope(Wanted wanted) {
    return switch (wanted) {
      case Wanted.Unscoped() -> new TokenScope.Unscoped();
      case Wanted.OfSystem() -> new TokenScope.ToSystem();
      case Wanted.Default(), Wanted.OfProject(_), Wanted.OfDomain() -> new TokenScope.Open();
    };
  }

  /**
   * Only a token of this office can be exchanged: its sign-in has an end that no exchange puts off.
   */
  private Uni<Token> byToken(String text, Wanted wanted) {
    return verifier
        .verify(text)
        .chain(() -> standing.inspect(text))
        .chain(parent ->
            parent
                .filter(token -> token.clientId().equals(config.clientId()))
                .filter(token -> token.applicationCredential().isEmpty())
                .map(token -> settle(token, wanted, true))
                .orElseGet(IssueToken::refuse));
  }

  /** For a user who does not exist as many questions are asked as for one who does. */
  private Uni<String> idOf(Credentials.ApplicationCredentialByName named) {
    return directory
        .find(named.user())
        .map(user -> user.map(User::id).orElseGet(IssueToken::nobody))
        .chain(credentials::ofUser)
        .map(all ->
            all.stream()
                .filter(credential -> credential.name().equals(named.name()))
                .map(ApplicationCredential::id)
                .findFirst()
                .orElseGet(IssueToken::nobody));
  }

  /** Its project and roles are its own: no scope can be wanted. */
  private Uni<Token> byApplicationCredential(String id, String secret, Wanted wanted) {
    if (!(wanted instanceof Wanted.Default)) {
      return refuse();
    }
    return office
        .issue(ApplicationCredentials.loginName(id), secret, new TokenScope.Open())
        .chain(token ->
            orEnd(
                token,
                standing
                    .ownerStands(token)
                    .chain(stands ->
                        stands && token.applicationCredential().isPresent()
                            ? Uni.createFrom().item(token)
                            : refuse())));
  }

  /** The token for what is wanted, made of one that holds all that the user is. */
  private Uni<Token> settle(Token token, Wanted wanted, boolean rescoped) {
    return switch (wanted) {
      case Wanted.Unscoped() -> scoped(token, new TokenScope.Unscoped(), rescoped);
      case Wanted.OfSystem() ->
          token.assignments().systemRoles().isEmpty()
              ? refuse()
              : scoped(token, new TokenScope.ToSystem(), rescoped);
      case Wanted.OfDomain() -> refuse();
      case Wanted.OfProject(Reference project) ->
          heldProject(token, project)
              .chain(found ->
                  found
                      .map(held -> scoped(token, new TokenScope.ToProject(held.id()), rescoped))
                      .orElseGet(IssueToken::refuse));
      case Wanted.Default() ->
          defaultProject(token)
              .chain(found ->
                  scoped(
                      token,
                      found
                          .<TokenScope>map(held -> new TokenScope.ToProject(held.id()))
                          .orElseGet(TokenScope.Unscoped::new),
                      rescoped));
    };
  }

  /** A default project that the user has lost, or that is closed, is none. */
  private Uni<Optional<Project>> defaultProject(Token token) {
    return token
        .defaultProject()
        .map(id -> heldProject(token, new Reference.Id(id)))
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }

  /** A project that can be used and in which the user has a role. */
  private Uni<Optional<Project>> heldProject(Token token, Reference reference) {
    Collection<String> held = token.assignments().rolesByProject().keySet();
    Uni<Optional<Project>> project =
        switch (reference) {
          case Reference.Id(String id) when held.contains(id) -> directory.project(id);
          case Reference.Name(String name) -> directory.projectNamed(name);
          case Reference.Id(_), Reference.Elsewhere() -> Uni.createFrom().item(Optional.empty());
        };
    return project.map(
        found -> found.filter(Project::enabled).filter(one -> held.contains(one.id())));
  }

  private Uni<Token> scoped(Token token, TokenScope scope, boolean rescoped) {
    return !rescoped && isAlready(token, scope)
        ? Uni.createFrom().item(token)
        : office.exchange(token, scope, rescoped);
  }

  /** Who has roles in one project only needs no scope to be held to it. */
  private static boolean isAlready(Token token, TokenScope scope) {
    return token.scope().equals(scope)
        || (scope instanceof TokenScope.ToProject(String project)
            && token.scope() instanceof TokenScope.Open
            && token.projectId().equals(Optional.of(project)));
  }

  private static <T> Uni<T> refuse() {
    return Uni.createFrom().failure(new RequestProblem.Unauthenticated().asException());
  }
}
