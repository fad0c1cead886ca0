package io.vitrine.metadefs.validation;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.metadefs.namespace.FindNamespaces;
import io.vitrine.metadefs.namespace.Namespace;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Says whether properties agree with the definitions that the caller sees. */
@ApplicationScoped
public class ValidateProperties {
  private final FindNamespaces findNamespaces;

  public ValidateProperties(FindNamespaces findNamespaces) {
    this.findNamespaces = findNamespaces;
  }

  public Uni<Verdict> validate(Caller caller, Question question) {
    return namespaces(caller, question).map(found -> Judge.judge(question, found));
  }

  private Uni<List<Namespace>> namespaces(Caller caller, Question question) {
    return question
        .namespaces()
        .map(names -> findNamespaces.named(caller, names))
        .orElseGet(() -> findNamespaces.associatedWith(caller, question.resourceType()));
  }
}
