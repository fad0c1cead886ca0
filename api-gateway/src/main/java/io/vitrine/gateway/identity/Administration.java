package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Role;
import java.util.Optional;

/** Changes to who and what there is. Asks no questions: who may is decided before. */
public interface Administration {
  /** Fails with {@link IdentityProblem.Duplicate} if the name is taken. */
  Uni<Project> createProject(String name, String description, boolean enabled);

  /** With all role assignments there. */
  Uni<Void> deleteProject(Project project);

  /** Fails with {@link IdentityProblem.Duplicate} if the name is taken. */
  Uni<User> createUser(NewUser user);

  Uni<Void> deleteUser(User user);

  Uni<Void> grant(User user, Place place, Role role);

  Uni<Void> withdraw(User user, Place place, Role role);

  /** Whether that very role was granted; one that it implies was not. */
  Uni<Boolean> isGranted(User user, Place place, Role role);

  /** Somebody to be. */
  record NewUser(
      String name,
      Optional<String> password,
      Optional<String> email,
      Optional<String> defaultProject,
      boolean enabled) {
    @Override
    public String toString() {
      return "NewUser[name=" + name + "]";
    }
  }

  /** Where a role is held. */
  sealed interface Place {
    record InProject(String projectId) implements Place {}

    record OnSystem() implements Place {}
  }
}
