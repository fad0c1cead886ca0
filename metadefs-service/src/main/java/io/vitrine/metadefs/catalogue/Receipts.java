package io.vitrine.metadefs.catalogue;

import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.namespace.NamespaceName;
import java.util.List;
import java.util.Optional;

/** Remembers which predefined namespaces were loaded. */
public interface Receipts {
  Uni<List<Receipt>> all();

  /** Within a transaction: until its end no other transaction comes past this. */
  Uni<Optional<Receipt>> lock(NamespaceName name);

  Uni<Void> keep(Receipt receipt);
}
