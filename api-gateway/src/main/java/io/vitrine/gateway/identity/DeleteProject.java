package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vitrine.gateway.identity.IdentityProblem.NotAllowed;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes a project, and first the credentials that act for it. Its images are not touched. */
@ApplicationScoped
public class DeleteProject {
  /** The project of the service accounts: without it no service can ask another one. */
  private static final String SERVICES = "service";

  private final Administration administration;
  private final ApplicationCredentials credentials;

  public DeleteProject(Administration administration, ApplicationCredentials credentials) {
    this.administration = administration;
    this.credentials = credentials;
  }

  public Uni<Void> delete(Project project) {
    if (project.id().equals(SERVICES)) {
      throw new NotAllowed("delete_project").asException();
    }
    return credentials
        .ofProject(project.id())
        .chain(credentials::deleteAll)
        .chain(() -> administration.deleteProject(project));
  }
}
