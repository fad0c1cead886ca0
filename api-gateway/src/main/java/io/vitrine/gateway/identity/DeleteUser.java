package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes a user, and first the credentials that act for it. */
@ApplicationScoped
public class DeleteUser {
  private final Administration administration;
  private final ApplicationCredentials credentials;

  public DeleteUser(Administration administration, ApplicationCredentials credentials) {
    this.administration = administration;
    this.credentials = credentials;
  }

  public Uni<Void> delete(User user) {
    return credentials
        .ofUser(user.id())
        .chain(credentials::deleteAll)
        .chain(() -> administration.deleteUser(user));
  }
}
