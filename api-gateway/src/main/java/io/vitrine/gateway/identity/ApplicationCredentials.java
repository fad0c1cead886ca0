package io.vitrine.gateway.identity;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** The application credentials there are. */
public interface ApplicationCredentials {
  Uni<Optional<ApplicationCredential>> find(String id);

  Uni<List<ApplicationCredential>> ofUser(String userId);

  Uni<List<ApplicationCredential>> ofProject(String projectId);

  Uni<Void> add(ApplicationCredential credential, String secret);

  Uni<Void> delete(ApplicationCredential credential);

  default Uni<Void> deleteAll(List<ApplicationCredential> doomed) {
    return Multi.createFrom()
        .iterable(doomed)
        .onItem()
        .transformToUniAndConcatenate(this::delete)
        .collect()
        .asList()
        .replaceWithVoid();
  }

  /** The name under which a credential signs in. */
  static String loginName(String id) {
    return "application-credential-" + id;
  }
}
