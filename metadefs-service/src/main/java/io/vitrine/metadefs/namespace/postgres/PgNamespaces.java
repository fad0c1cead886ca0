package io.vitrine.metadefs.namespace.postgres;

import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.NamespaceProblem;
import io.vitrine.metadefs.namespace.Namespaces;
import io.vitrine.metadefs.namespace.PageRequest;
import io.vitrine.metadefs.namespace.Viewer;
import io.vitrine.metadefs.namespace.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;
import java.util.List;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Namespaces in PostgreSQL, through Hibernate Reactive. */
@ApplicationScoped
class PgNamespaces implements Namespaces {
  private static final String BY_NAME = "from Namespace n where n.namespace = :name";
  private static final String VISIBLE =
      "(:seesAll = true or n.visibility = 'public' or n.owner = :project)";

  private final Mutiny.SessionFactory database;

  PgNamespaces(Mutiny.SessionFactory database) {
    this.database = database;
  }

  @Override
  public Uni<Namespace> add(Namespace namespace) {
    return database
        .withTransaction(session -> session.persist(NamespaceRow.of(namespace)))
        .replaceWith(namespace)
        .onFailure(ConstraintViolationException.class)
        .transform(taken -> exists(namespace));
  }

  @Override
  public Uni<Optional<Namespace>> find(NamespaceName name) {
    return database.withSession(session -> row(session, name)).map(PgNamespaces::toNamespace);
  }

  @Override
  public Uni<List<Namespace>> page(Viewer viewer, PageRequest page) {
    return database.withSession(session ->
        marker(session, viewer, page)
            .chain(marker -> rows(session, viewer, page, marker))
            .map(rows -> rows.stream().map(NamespaceRow::toNamespace).toList()));
  }

  @Override
  public Uni<Namespace> replace(Namespace namespace) {
    return database
        .withTransaction(
            session -> unchanged(session, namespace).invoke(row -> row.take(namespace)))
        .map(NamespaceRow::toNamespace)
        .onFailure(ConstraintViolationException.class)
        .transform(taken -> exists(namespace))
        .onFailure(OptimisticLockException.class)
        .transform(lost -> changed(namespace));
  }

  @Override
  public Uni<Void> remove(Namespace namespace) {
    return database
        .withTransaction(session -> unchanged(session, namespace).chain(session::remove))
        .onFailure(OptimisticLockException.class)
        .transform(lost -> changed(namespace));
  }

  /** The row as the caller has read it; the version column guards it until the commit. */
  private static Uni<NamespaceRow> unchanged(Mutiny.Session session, Namespace read) {
    return session
        .find(NamespaceRow.class, read.id())
        .map(row -> {
          if (row == null || !row.isAt(read.version())) {
            throw changed(read);
          }
          return row;
        });
  }

  private static Uni<NamespaceRow> row(Mutiny.Session session, NamespaceName name) {
    return session
        .createQuery(BY_NAME, NamespaceRow.class)
        .setParameter("name", name.text())
        .getSingleResultOrNull();
  }

  private static Uni<Optional<Namespace>> marker(
      Mutiny.Session session, Viewer viewer, PageRequest page) {
    if (page.marker().isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    NamespaceName name = page.marker().get();
    return session
        .createQuery(BY_NAME + " and " + VISIBLE, NamespaceRow.class)
        .setParameter("name", name.text())
        .setParameter("seesAll", viewer.seesAll())
        .setParameter("project", viewer.projectId())
        .getSingleResultOrNull()
        .map(PgNamespaces::toNamespace)
        .invoke(found -> {
          if (found.isEmpty()) {
            throw new NamespaceProblem.Missing(name.text()).asException();
          }
        });
  }

  private static Uni<List<NamespaceRow>> rows(
      Mutiny.Session session, Viewer viewer, PageRequest page, Optional<Namespace> marker) {
    String key = keyOf(page);
    String beyond = page.descending() ? "<" : ">";
    String direction = page.descending() ? "desc" : "asc";
    StringBuilder query = new StringBuilder("from Namespace n where ").append(VISIBLE);
    page.visibility().ifPresent(v -> query.append(" and n.visibility = :visibility"));
    if (marker.isPresent()) {
      query.append(
          " and (%1$s %2$s :key or (%1$s = :key and n.namespace %2$s :name))"
              .formatted(key, beyond));
    }
    query.append(" order by %1$s %2$s, n.namespace %2$s".formatted(key, direction));
    Mutiny.SelectionQuery<NamespaceRow> rows =
        session
            .createQuery(query.toString(), NamespaceRow.class)
            .setParameter("seesAll", viewer.seesAll())
            .setParameter("project", viewer.projectId())
            .setMaxResults(page.limit());
    page.visibility().map(Visibility::text).ifPresent(v -> rows.setParameter("visibility", v));
    marker.ifPresent(last ->
        rows.setParameter("key", keyIn(last, page)).setParameter("name", last.name().text()));
    return rows.getResultList();
  }

  private static String keyOf(PageRequest page) {
    return switch (page.sortKey()) {
      case CREATED_AT -> "n.createdAt";
      case UPDATED_AT -> "n.updatedAt";
      case NAMESPACE -> "n.namespace";
    };
  }

  private static Object keyIn(Namespace namespace, PageRequest page) {
    return switch (page.sortKey()) {
      case CREATED_AT -> namespace.createdAt();
      case UPDATED_AT -> namespace.updatedAt();
      case NAMESPACE -> namespace.name().text();
    };
  }

  private static Optional<Namespace> toNamespace(@Nullable NamespaceRow row) {
    return Optional.ofNullable(row).map(NamespaceRow::toNamespace);
  }

  private static RuntimeException exists(Namespace namespace) {
    return new NamespaceProblem.Exists(namespace.name().text()).asException();
  }

  private static RuntimeException changed(Namespace namespace) {
    return new NamespaceProblem.Changed(namespace.name().text()).asException();
  }
}
