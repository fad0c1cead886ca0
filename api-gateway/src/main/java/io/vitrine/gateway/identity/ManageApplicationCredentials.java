package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vitrine.gateway.identity.IdentityProblem.Duplicate;
import io.vitrine.gateway.identity.IdentityProblem.NotAllowed;
import io.vitrine.identity.Role;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Makes credentials, and ends them. */
@ApplicationScoped
public class ManageApplicationCredentials {
  private static final String CREATE = "create_application_credential";
  private static final String DELETE = "delete_application_credential";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ApplicationCredentials credentials;
  private final Clock clock;
  private final int most;

  public ManageApplicationCredentials(
      ApplicationCredentials credentials, Clock clock, IdentityConfig config) {
    this.credentials = credentials;
    this.clock = clock;
    this.most = config.maxApplicationCredentials();
  }

  /**
   * What is asked for.
   *
   * @param secret made up if absent
   * @param roles all of the token's if absent
   */
  public record Request(
      String name,
      String description,
      Optional<String> secret,
      Optional<Set<Role>> roles,
      Optional<Instant> expiresAt,
      boolean unrestricted) {
    @Override
    public String toString() {
      return "Request[name=" + name + "]";
    }
  }

  /** The credential with its secret, which is told this once. */
  public record Created(ApplicationCredential credential, String secret) {
    @Override
    public String toString() {
      return "Created[credential=" + credential + "]";
    }
  }

  /** A credential for the project and with the roles of the token that asks for it. */
  public Uni<Created> create(Token caller, Request request) {
    String project = caller.projectId().orElseThrow(() -> new NotAllowed(CREATE).asException());
    Set<Role> roles = request.roles().orElse(caller.roles());
    if (roles.isEmpty() || !caller.roles().containsAll(roles)) {
      throw new RequestProblem.Malformed(
              "Invalid application credential: the token does not have every role that is asked for.")
          .asException();
    }
    if (request.expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent()) {
      throw new RequestProblem.Malformed("The credential would have expired already.")
          .asException();
    }
    var created =
        new Created(
            new ApplicationCredential(
                HexFormat.of().formatHex(random(16)),
                request.name(),
                request.description(),
                caller.userId(),
                project,
                roles,
                request.unrestricted(),
                request.expiresAt()),
            request.secret().orElseGet(ManageApplicationCredentials::newSecret));
    return requireUnrestricted(caller, CREATE)
        .chain(() -> credentials.ofUser(caller.userId()))
        .invoke(all -> {
          if (all.size() >= most) {
            throw new RequestProblem.Forbidden(
                    "There are %d application credentials already: delete one first."
                        .formatted(all.size()))
                .asException();
          }
          if (all.stream().anyMatch(other -> other.name().equals(request.name()))) {
            throw new Duplicate("application credential", request.name()).asException();
          }
        })
        .chain(() -> credentials.add(created.credential(), created.secret()))
        .replaceWith(created);
  }

  public Uni<Void> delete(Token caller, ApplicationCredential credential) {
    return requireUnrestricted(caller, DELETE).chain(() -> credentials.delete(credential));
  }

  /** A credential that leaks must not breed, nor kill its kind. */
  private Uni<Void> requireUnrestricted(Token caller, String action) {
    return caller
        .applicationCredential()
        .map(id ->
            credentials
                .find(id)
                .invoke(found -> {
                  if (found.filter(ApplicationCredential::unrestricted).isEmpty()) {
                    throw new NotAllowed(action).asException();
                  }
                })
                .replaceWithVoid())
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private static String newSecret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(48));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
