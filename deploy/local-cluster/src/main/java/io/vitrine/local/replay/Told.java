package io.vitrine.local.replay;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The catalogue as facts tell it: a fold over them. A fact that comes again, or late, changes
 * nothing that a newer one has said.
 */
final class Told {
  private final ToldImages images = new ToldImages();
  private final ToldNamespaces namespaces = new ToldNamespaces();

  void take(TopicFact fact) {
    images.take(fact);
    namespaces.take(fact);
  }

  Stream<Subject> subjects() {
    return Stream.concat(images.subjects(), namespaces.subjects());
  }

  Optional<Fields> of(Subject subject) {
    return switch (subject.kind()) {
      case IMAGE -> images.image(subject.id());
      case MEMBERS -> images.members(subject.id());
      case NAMESPACE -> namespaces.namespace(subject.id());
    };
  }

  ToldImages images() {
    return images;
  }

  ToldNamespaces namespaces() {
    return namespaces;
  }
}
