package io.vitrine.gateway.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Assignments;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
  private final Duration retryAfter;
  private final AsyncCache<String, Verdict> verdicts;
  private volatile Instant awayUntil = Instant.MIN;

  public Standing(
      TokenOffice office,
      @Rechecking Directory directory,
      @Rechecking ApplicationCredentials credentials,
      IdentityConfig config,
      Clock clock) {
    this.office = office;
    this.directory = directory;
    this.credentials = credentials;
    this.clock = clock;
    this.retryAfter = config.retryKeycloakAfter();
    this.verdicts =
        Caffeine.newBuilder()
            .maximumSize(config.rememberedTokens())
            .executor(Runnable::run)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .expireAfter(Expiry.<String, Verdict>writing((id, verdict) -> life(verdict, config)))
            .buildAsync();
  }

  private enum Verdict {
    HOLDS,
    /** Final: whoever is let in again signs in again. */
    FALLEN,
    /** Keycloak did not say. */
    UNKNOWN
  }

  /** Longer than a token is taken, even from a service that goes on with a user's work. */
  private static final Duration FOR_GOOD = Duration.ofDays(3);

  private static Duration life(Verdict verdict, IdentityConfig config) {
    return switch (verdict) {
      case HOLDS -> config.recheckAfter();
      case FALLEN -> FOR_GOOD;
      case UNKNOWN -> config.retryKeycloakAfter();
    };
  }

  /** Whether a verified token may be used. Completes at once for a token seen lately. */
  public Uni<Boolean> holds(Token token) {
    return Uni.createFrom()
        .completionStage(() ->
            verdicts.get(token.id(), (id, executor) -> judge(token).subscribeAsCompletionStage()))
        .map(verdict -> verdict != Verdict.FALLEN);
  }

  /** One unanswered question is enough for all tokens for a while. */
  private Uni<Verdict> judge(Token token) {
    if (clock.instant().isBefore(awayUntil)) {
      return Uni.createFrom().item(Verdict.UNKNOWN);
    }
    return inspect(token.text())
        .map(now ->
            now.filter(live -> live.assignments().include(token.assignments())).isPresent()
                ? Verdict.HOLDS
                : Verdict.FALLEN)
        .onFailure(Standing::isAbsence)
        .recoverWithItem(Verdict.UNKNOWN);
  }

  private void unanswered() {
    LOG.warn("Keycloak cannot be asked about tokens: their signatures alone count for now");
    awayUntil = clock.instant().plus(retryAfter);
  }

  static boolean isAbsence(Throwable failure) {
    return failure instanceof ProblemException e && e.problem().kind() == ProblemKind.UNAVAILABLE;
  }

  /**
   * The token as it is at this moment; empty if it does not hold any more. Keycloak knows a token
   * for a moment longer than its time.
   */
  public Uni<Optional<Token>> inspect(String text) {
    return office
        .inspect(text)
        .onFailure(Standing::isAbsence)
        .invoke(this::unanswered)
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
    var verdict = verdicts.getIfPresent(token.id());
    if (verdict != null && verdict.getNow(Verdict.UNKNOWN) == Verdict.FALLEN) {
      return Uni.createFrom().item(false);
    }
    Uni<Boolean> stands =
        token.applicationCredential().isPresent() ? ownerStands(token) : userStands(token);
    return stands.onFailure(Standing::isAbsence).recoverWithItem(true);
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
        .map(id -> credentials.find(id).chain(found -> isBacked(token, found)))
        .orElseGet(() -> Uni.createFrom().item(true));
  }

  /** The claims alone are not believed: in some realms users can write their own attributes. */
  private Uni<Boolean> isBacked(Token token, Optional<ApplicationCredential> found) {
    Optional<ApplicationCredential> current =
        found
            .filter(credential -> !credential.isExpired(clock.instant()))
            .filter(credential -> credential.ownerId().equals(token.userId()))
            .filter(credential ->
                ApplicationCredentials.loginName(credential.id()).equals(token.loginName()));
    if (current.isEmpty()) {
      return Uni.createFrom().item(false);
    }
    ApplicationCredential credential = current.get();
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
