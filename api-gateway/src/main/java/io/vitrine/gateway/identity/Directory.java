package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Assignments;
import java.util.List;
import java.util.Optional;

/** Who and what there is. */
public interface Directory {
  Uni<Optional<User>> user(String id);

  Uni<Optional<User>> userNamed(String name);

  Uni<List<User>> users();

  Uni<Optional<Project>> project(String id);

  /** By its name; names are unique. */
  Uni<Optional<Project>> projectNamed(String name);

  Uni<List<Project>> projects();

  /** The roles a user has at this moment. */
  Uni<Assignments> assignments(String userId);

  default Uni<Optional<User>> find(Reference reference) {
    return switch (reference) {
      case Reference.Id(String id) -> user(id);
      case Reference.Name(String name) -> userNamed(name);
      case Reference.Elsewhere() -> Uni.createFrom().item(Optional.empty());
    };
  }
}
