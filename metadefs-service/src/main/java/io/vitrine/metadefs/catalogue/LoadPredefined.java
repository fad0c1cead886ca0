package io.vitrine.metadefs.catalogue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.namespace.Changed;
import io.vitrine.metadefs.namespace.LoadMode;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.Namespaces;
import io.vitrine.outbox.UnitOfWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brings the namespaces that come with the service into the catalogue, and up to date. Several
 * instances may do so at once: each namespace is loaded once.
 */
@ApplicationScoped
public class LoadPredefined {
  private final Namespaces namespaces;
  private final Receipts receipts;
  private final UnitOfWork unit;
  private final Clock clock;

  public LoadPredefined(Namespaces namespaces, Receipts receipts, UnitOfWork unit, Clock clock) {
    this.namespaces = namespaces;
    this.receipts = receipts;
    this.unit = unit;
    this.clock = clock;
  }

  /** Returns how many namespaces are other than before. */
  public Uni<Long> load(Predefined predefined, UpgradeMode mode) {
    return switch (mode) {
      case OFF -> Uni.createFrom().item(0L);
      case UPGRADE -> outdated(predefined).chain(some -> loadAll(some, predefined.version(), mode));
      case OVERWRITE -> loadAll(predefined.namespaces(), predefined.version(), mode);
    };
  }

  private Uni<List<NamespaceDocument>> outdated(Predefined predefined) {
    return receipts
        .all()
        .map(all -> {
          Map<NamespaceName, Receipt> known =
              all.stream().collect(Collectors.toMap(Receipt::name, receipt -> receipt));
          return predefined.namespaces().stream()
              .filter(document ->
                  isOutdated(Optional.ofNullable(known.get(document.name())), predefined.version()))
              .toList();
        });
  }

  private Uni<Long> loadAll(List<NamespaceDocument> some, int version, UpgradeMode mode) {
    return Multi.createFrom()
        .iterable(some)
        .onItem()
        .transformToUniAndConcatenate(document -> load(document, version, mode))
        .filter(isChanged -> isChanged)
        .collect()
        .with(Collectors.counting());
  }

  private Uni<Boolean> load(NamespaceDocument document, int version, UpgradeMode mode) {
    return unit.inTransaction(() ->
        receipts
            .lock(document.name())
            .chain(last ->
                mode == UpgradeMode.OVERWRITE || isOutdated(last, version)
                    ? load(document, version, mode, last)
                    : Uni.createFrom().item(false)));
  }

  private Uni<Boolean> load(
      NamespaceDocument document, int version, UpgradeMode mode, Optional<Receipt> last) {
    return namespaces
        .change(
            document.name(),
            found ->
                mode == UpgradeMode.OVERWRITE || isUntouched(found, last)
                    ? document.into(found, LoadMode.OVERWRITE, clock.instant())
                    : Changed.nothing(found))
        .call(changed -> receipts.keep(receipt(document, version, changed, last)))
        .map(changed -> !changed.changes().isEmpty());
  }

  private static boolean isOutdated(Optional<Receipt> last, int version) {
    return last.map(receipt -> receipt.version() < version).orElse(true);
  }

  /** What is there is what was loaded; and where nothing was loaded, nothing is there. */
  private static boolean isUntouched(Optional<Namespace> found, Optional<Receipt> last) {
    return digest(found).equals(last.map(Receipt::digest));
  }

  /** What was changed here is no more what was loaded, and has to stay so in later versions. */
  private static Receipt receipt(
      NamespaceDocument document, int version, Changed changed, Optional<Receipt> last) {
    String shipped = document.digest();
    boolean isAsShipped = digest(changed.remaining()).equals(Optional.of(shipped));
    return new Receipt(
        document.name(),
        version,
        isAsShipped ? shipped : last.map(Receipt::digest).orElse(shipped));
  }

  private static Optional<String> digest(Optional<Namespace> namespace) {
    return namespace.map(NamespaceDocument::of).map(NamespaceDocument::digest);
  }
}
