package io.vitrine.identity;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a token is for, as its {@code scope} claim says it. Each word there is a client scope of the
 * realm, so Keycloak signs it and a token cannot leave its scope.
 */
public sealed interface TokenScope {
  /** The claim that holds the scope's words, parted by spaces. */
  String CLAIM = "scope";

  /** The word of a token, as it is asked of Keycloak; empty if there is none. */
  String word();

  /** Nothing is said: the token acts wherever its holder has a role. */
  record Open() implements TokenScope {
    @Override
    public String word() {
      return "";
    }
  }

  record ToProject(String projectId) implements TokenScope {
    private static final String PREFIX = "project:";

    /** Words cannot hold spaces; ids that an operator chose can. */
    @Override
    public String word() {
      return PREFIX + URLEncoder.encode(projectId, StandardCharsets.UTF_8);
    }
  }

  /** For no project: good for choosing one. */
  record Unscoped() implements TokenScope {
    private static final String WORD = "unscoped";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** For the system as a whole. */
  record ToSystem() implements TokenScope {
    private static final String WORD = "system:all";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** The scope in a claim; words that mean nothing here are left out of account. */
  static TokenScope of(@Nullable String claim) {
    TokenScope scope = new Open();
    for (String word : claim == null ? new String[0] : claim.split(" ")) {
      if (word.equals(Unscoped.WORD)) {
        return new Unscoped();
      }
      if (word.equals(ToSystem.WORD)) {
        scope = new ToSystem();
      } else if (word.startsWith(ToProject.PREFIX)) {
        scope = project(word.substring(ToProject.PREFIX.length()));
      }
    }
    return scope;
  }

  private static TokenScope project(String encodedId) {
    try {
      return new ToProject(URLDecoder.decode(encodedId, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      // Somebody else's client scope: a project that cannot be read is none.
      return new Unscoped();
    }
  }
}
