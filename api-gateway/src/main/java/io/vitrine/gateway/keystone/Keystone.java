package io.vitrine.gateway.keystone;

import io.vitrine.gateway.platform.BoundedCache;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Who a token of Keystone's stands for. An answer is believed for a while; many requests with one
 * new token ask once. Keystone's absence is no answer and is not remembered.
 */
@ApplicationScoped
public class Keystone {
  private static final Logger LOG = Logger.getLogger(Keystone.class);

  /** A token may have been issued just now and not be known everywhere yet. */
  private static final Duration REFUSAL_TIME = Duration.ofSeconds(5);

  /** Kept apart, so that garbage does not push out what is good. */
  private static final int MAX_REFUSALS = 1_000;

  private static final int MAX_TOKEN = 8_192;

  private final KeystoneConfig config;
  private final KeystoneHttp http;
  private final OwnToken ownToken;
  private final BoundedCache<Question, Verdict> verdicts;
  private final BoundedCache<Question, Instant> refusals = new BoundedCache<>(MAX_REFUSALS);

  Keystone(KeystoneConfig config, KeystoneHttp http, OwnToken ownToken) {
    this.config = config;
    this.http = http;
    this.ownToken = ownToken;
    this.verdicts = new BoundedCache<>(config.cacheSize());
  }

  public boolean isAsked() {
    return config.url().isPresent();
  }

  /**
   * What Keystone says of the token; empty if it does not know it. Fails with {@link
   * KeystoneSilent} if it says nothing.
   *
   * @param allowExpired whether a token that has ended lately is good enough; its end is in the
   *     answer
   */
  public CompletableFuture<Optional<KeystoneToken>> find(String token, boolean allowExpired) {
    if (!couldBeToken(token)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Question question = new Question(digest(token), allowExpired);
    Instant now = Instant.now();
    if (isRefused(question, now)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Verdict fresh = new Verdict();
    Verdict verdict =
        verdicts.update(
            question, known -> known != null && now.isBefore(known.until) ? known : fresh);
    if (verdict.equals(fresh)) {
      settle(question, fresh, ask(token, allowExpired, true));
    }
    return verdict.answer;
  }

  private boolean isRefused(Question question, Instant now) {
    Instant until = refusals.get(question);
    return until != null && now.isBefore(until);
  }

  private void settle(
      Question question, Verdict verdict, CompletionStage<Optional<KeystoneToken>> asked) {
    asked.whenComplete((found, failure) -> {
      if (failure != null) {
        verdicts.forget(question, verdict);
        verdict.answer.completeExceptionally(rootOf(failure));
        return;
      }
      if (found.isEmpty()) {
        verdicts.forget(question, verdict);
        Instant until = Instant.now().plus(shorter(REFUSAL_TIME, config.cacheTime()));
        refusals.put(question, until);
      } else {
        verdict.until = Instant.now().plus(config.cacheTime());
      }
      verdict.answer.complete(found);
    });
  }

  private CompletionStage<Optional<KeystoneToken>> ask(
      String token, boolean allowExpired, boolean mayLogInAgain) {
    String path = "/auth/tokens?nocatalog" + (allowExpired ? "&allow_expired=1" : "");
    return ownToken
        .get()
        .thenCompose(own ->
            http.get(
                    path,
                    Map.of(
                        "X-Auth-Token", own,
                        "X-Subject-Token", token,
                        "OpenStack-Identity-Access-Rules", "1"))
                .thenCompose(answer -> {
                  if (answer.status() == 401 && mayLogInAgain) {
                    ownToken.refused(own);
                    return ask(token, allowExpired, false);
                  }
                  return CompletableFuture.completedStage(read(answer));
                }));
  }

  private static Optional<KeystoneToken> read(KeystoneHttp.Answer answer) {
    return switch (answer.status()) {
      case 200 -> Optional.of(KeystoneTokenJson.read(answer.body()));
      // Not found; or not even readable, or longer than any token it issues.
      case 404, 400, 413, 431 -> Optional.empty();
      case 401, 403 -> {
        LOG.error("Keystone does not let the gateway's user validate tokens: give it a role");
        throw new KeystoneSilent("the gateway may not ask: " + answer.status());
      }
      default -> throw new KeystoneSilent("status " + answer.status());
    };
  }

  /** What cannot stand in a header was never issued. */
  private static boolean couldBeToken(String token) {
    return !token.isEmpty()
        && token.length() <= MAX_TOKEN
        && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static String digest(String token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = root.getCause();
        root instanceof CompletionException && cause != null;
        cause = root.getCause()) {
      root = cause;
    }
    return root;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Tokens themselves are not kept: whoever reads this memory shall not act for all users. */
  private record Question(String tokenDigest, boolean allowExpired) {}

  /** Asked and not yet answered, or answered and believed until a moment. */
  private static final class Verdict {
    private final CompletableFuture<Optional<KeystoneToken>> answer = new CompletableFuture<>();
    private volatile Instant until = Instant.MAX;
  }
}
