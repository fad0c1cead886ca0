package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Finds the names that a token does not carry itself. */
@ApplicationScoped
public class DescribeToken {
  private final Directory directory;
  private final ApplicationCredentials credentials;

  public DescribeToken(Directory directory, ApplicationCredentials credentials) {
    this.directory = directory;
    this.credentials = credentials;
  }

  /** A token with the names of what it speaks of. */
  public record Description(
      Token token,
      User user,
      Optional<Project> project,
      Optional<ApplicationCredential> applicationCredential) {

    /** When it stops to be good for anything. */
    public Instant expiresAt() {
      return applicationCredential
          .map(credential -> credential.capped(token.expiresAt()))
          .orElse(token.expiresAt());
    }
  }

  /** Where Keycloak does not say, ids stand for names: who may what does not hang on them. */
  public Uni<Description> describe(Token token) {
    return Uni.combine()
        .all()
        .unis(
            userOf(token)
                .onFailure()
                .recoverWithItem(new User(token.userId(), token.userId(), true)),
            projectOf(token),
            credentialOf(token))
        .asTuple()
        .map(parts -> new Description(token, parts.getItem1(), parts.getItem2(), parts.getItem3()));
  }

  private Uni<User> userOf(Token token) {
    if (token.applicationCredential().isEmpty() && !token.loginName().isEmpty()) {
      return Uni.createFrom().item(new User(token.userId(), token.loginName(), true));
    }
    return directory
        .user(token.userId())
        .map(found -> found.orElseGet(() -> new User(token.userId(), token.userId(), true)));
  }

  private Uni<Optional<Project>> projectOf(Token token) {
    return token
        .projectId()
        .map(id -> {
          Project nameless = new Project(id, id, "", true);
          return directory
              .project(id)
              .map(found -> Optional.of(found.orElse(nameless)))
              .onFailure()
              .recoverWithItem(Optional.of(nameless));
        })
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }

  private Uni<Optional<ApplicationCredential>> credentialOf(Token token) {
    return token
        .applicationCredential()
        .map(id -> credentials.find(id).onFailure().recoverWithItem(Optional.empty()))
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }
}
