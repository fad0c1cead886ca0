package io.vitrine.gateway.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Assignments;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Whether a token that was well signed still holds. Signatures are checked here without a call;
 * Keycloak is asked about a token when it is first seen and again after a while, so a revoked
 * token, a disabled user or a role taken away counts after {@code vitrine.identity.recheck-after}
 * at most. While Keycloak is away the signature alone decides, as does a refusal once given.
 */
@ApplicationScoped
public class Standing {
  private static final Logger LOG = Logger.getLogger(Standing.class);

  private final TokenOffice office;
  private final Directory directory;
  private final ApplicationCredentials credentials;
  private final Clock clock;
  private final AsyncCache<String, Verdict> verdicts;

  public Standing(
      TokenOffice office,
      Directory directory,
      ApplicationCredentials credentials,
      IdentityConfig config,
      Clock clock) {
    this.office = office;
    this.directory = directory;
    this.credentials = credentials;
    this.clock = clock;
    this.verdicts =
        Caffeine.newBuilder()
            .maximumSize(config.rememberedTokens())
            .executor(Runnable::run)
            .expireAfter(Expiry.<String, Verdict>creating((id, verdict) -> life(verdict, config)))
            .buildAsync();
  }

  private enum Verdict {
    HOLDS,
    /** Final: whoever is let in again signs in again. */
    FALLEN,
    /** Keycloak did not say. */
    UNKNOWN
  }

  /** Longer than a token lives. */
  private static final Duration FOR_GOOD = Duration.ofHours(24);

  private static Duration life(Verdict verdict, IdentityConfig config) {
    return switch (verdict) {
      case HOLDS -> config.recheckAfter();
      case FALLEN -> FOR_GOOD;
      case UNKNOWN -> config.retryKeycloakAfter();
    };
  }

  /** Whether a verified token may be used. Completes at once for a token seen lately. */
  public CompletableFuture<Boolean> holds(Token token) {
    return verdicts
        .get(token.id(), (id, executor) -> judge(token).subscribeAsCompletionStage())
        .thenApply(verdict -> verdict != Verdict.FALLEN);
  }

  private Uni<Verdict> judge(Token token) {
    return inspect(token.text())
        .map(now ->
            now.filter(live -> live.assignments().include(token.assignments())).isPresent()
                ? Verdict.HOLDS
                : Verdict.FALLEN)
        .onFailure()
        .invoke(e -> LOG.warnf("Keycloak cannot be asked about tokens: %s", e.getMessage()))
        .onFailure()
        .recoverWithItem(Verdict.UNKNOWN);
  }

  /**
   * The token as it is at this moment; empty if it does not hold any more. Keycloak knows a token
   * for a moment longer than its time.
   */
  public Uni<Optional<Token>> inspect(String text) {
    return office
        .inspect(text)
        .map(live -> live.filter(token -> !token.isExpired(clock.instant())))
        .chain(live ->
            live.map(token ->
                    ownerStands(token)
                        .map(stands -> stands ? Optional.of(token) : Optional.<Token>empty()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
  }

  /**
   * Whether the holder of a token that has ended is still all that it says, since Keycloak cannot
   * be asked about the token itself any more. While it is away, the signature decides here, too.
   */
  public Uni<Boolean> holderStands(Token token) {
    Uni<Boolean> stands =
        token.applicationCredential().isPresent() ? ownerStands(token) : userStands(token);
    return stands.onFailure().recoverWithItem(true);
  }

  private Uni<Boolean> userStands(Token token) {
    return Uni.combine()
        .all()
        .unis(directory.user(token.userId()), directory.assignments(token.userId()))
        .asTuple()
        .map(holder ->
            holder.getItem1().filter(User::enabled).isPresent()
                && holder.getItem2().include(token.assignments()));
  }

  /**
   * An application credential is a sign-in of its own for Keycloak. That it falls with its owner,
   * with the owner's roles and with its term is seen to here.
   */
  Uni<Boolean> ownerStands(Token token) {
    return token
        .applicationCredential()
        .map(id -> credentials.find(id).chain(this::isBacked))
        .orElseGet(() -> Uni.createFrom().item(true));
  }

  private Uni<Boolean> isBacked(Optional<ApplicationCredential> found) {
    if (found.filter(credential -> !credential.isExpired(clock.instant())).isEmpty()) {
      return Uni.createFrom().item(false);
    }
    ApplicationCredential credential = found.get();
    return Uni.combine()
        .all()
        .unis(
            directory.user(credential.ownerId()),
            directory.assignments(credential.ownerId()),
            directory.project(credential.projectId()))
        .asTuple()
        .map(owner ->
            owner.getItem1().filter(User::enabled).isPresent()
                && owner.getItem3().filter(Project::enabled).isPresent()
                && covers(owner.getItem2(), credential));
  }

  private static boolean covers(Assignments owned, ApplicationCredential credential) {
    return owned.rolesIn(credential.projectId()).containsAll(credential.roles());
  }

  /** A token that has just been issued needs no question. */
  void trust(Token token) {
    verdicts.put(token.id(), CompletableFuture.completedFuture(Verdict.HOLDS));
  }

  void distrust(Token token) {
    verdicts.put(token.id(), CompletableFuture.completedFuture(Verdict.FALLEN));
  }
}
