package io.vitrine.metadefs.catalogue.postgres;

import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.catalogue.Receipt;
import io.vitrine.metadefs.catalogue.Receipts;
import io.vitrine.metadefs.namespace.NamespaceName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PgReceipts implements Receipts {
  /** A row that is not there yet cannot be locked. */
  private static final String LOCK = "select 1 from pg_advisory_xact_lock(7202)";

  private final Mutiny.SessionFactory database;

  PgReceipts(Mutiny.SessionFactory database) {
    this.database = database;
  }

  @Override
  public Uni<List<Receipt>> all() {
    return database
        .withSession(
            session -> session.createQuery("from Receipt", ReceiptRow.class).getResultList())
        .map(rows -> rows.stream().map(ReceiptRow::toReceipt).toList());
  }

  @Override
  public Uni<Optional<Receipt>> lock(NamespaceName name) {
    return database.withSession(session ->
        session
            .createNativeQuery(LOCK, Integer.class)
            .getSingleResult()
            .chain(() -> session.find(ReceiptRow.class, name.text()))
            .map(row -> Optional.ofNullable(row).map(ReceiptRow::toReceipt)));
  }

  @Override
  public Uni<Void> keep(Receipt receipt) {
    return database.withSession(session -> session.merge(ReceiptRow.of(receipt))).replaceWithVoid();
  }
}
