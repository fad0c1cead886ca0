package io.vitrine.gateway.keystone;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
  private final AsyncCache<Question, Optional<KeystoneToken>> answers;
  private final Cache<Question, Boolean> refusals;

  Keystone(KeystoneConfig config, KeystoneHttp http, OwnToken ownToken) {
    this.config = config;
    this.http = http;
    this.ownToken = ownToken;
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(config.cacheSize())
            .expireAfterWrite(config.cacheTime())
            .executor(Runnable::run)
            .buildAsync();
    this.refusals =
        Caffeine.newBuilder()
            .maximumSize(MAX_REFUSALS)
            .expireAfterWrite(shorter(REFUSAL_TIME, config.cacheTime()))
            .build();
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
    if (refusals.getIfPresent(question) != null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    // A failure is not kept, so the next request asks again.
    return answers
        .get(question, (key, executor) -> ask(token, allowExpired, true).toCompletableFuture())
        .whenComplete((found, failure) -> {
          if (failure == null && found.isEmpty()) {
            refusals.put(question, true);
            answers.synchronous().invalidate(question);
          }
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

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Tokens themselves are not kept: whoever reads this memory shall not act for all users. */
  private record Question(String tokenDigest, boolean allowExpired) {}
}
