package io.vitrine.metadefs.namespace.postgres;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.namespace.Change;
import io.vitrine.metadefs.namespace.Changed;
import io.vitrine.metadefs.namespace.Facts;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceFilter;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.NamespaceProblem;
import io.vitrine.metadefs.namespace.Namespaces;
import io.vitrine.metadefs.namespace.PageRequest;
import io.vitrine.metadefs.namespace.ResourceType;
import io.vitrine.metadefs.namespace.Viewer;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Namespaces in PostgreSQL, through Hibernate Reactive. */
@ApplicationScoped
class PgNamespaces implements Namespaces {
  private static final String VISIBLE =
      "(:seesAll = true or %1$s.visibility = 'public' or %1$s.owner = :project)";

  private static final String AT_MARKER =
      "from ListedNamespace m where m.namespace = :marker and " + VISIBLE.formatted("m");

  /** In one order everywhere, so that nobody waits for a name while another waits for his. */
  private static final String REMEMBER_TYPES =
      """
      insert into resource_types (name, created_at, updated_at)
      select name, :now, :now from unnest(cast(:names as varchar[])) name order by name
      on conflict do nothing
      """;

  private final Mutiny.SessionFactory database;
  private final UnitOfWork unit;
  private final Outbox outbox;

  PgNamespaces(Mutiny.SessionFactory database, UnitOfWork unit, Outbox outbox) {
    this.database = database;
    this.unit = unit;
    this.outbox = outbox;
  }

  @Override
  public Uni<Optional<Namespace>> find(NamespaceName name) {
    return database
        .withSession(session -> row(session, name, LockModeType.NONE))
        .map(PgNamespaces::toNamespace);
  }

  @Override
  public Uni<List<Namespace>> page(Viewer viewer, NamespaceFilter filter, PageRequest page) {
    return database
        .withSession(session ->
            rows(session, viewer, filter, page)
                .chain(rows ->
                    rows.isEmpty() && page.marker().isPresent()
                        ? nothingBeyond(session, viewer, page.marker().get())
                        : Uni.createFrom().item(rows)))
        .map(rows -> rows.stream().map(ListedRow::toNamespace).toList());
  }

  @Override
  public Uni<List<Namespace>> named(Viewer viewer, Collection<NamespaceName> names) {
    return whole(
        viewer,
        "array_contains(:wanted, n.namespace)",
        names.stream().map(NamespaceName::text).toArray(String[]::new));
  }

  @Override
  public Uni<List<Namespace>> associatedWith(Viewer viewer, String resourceType) {
    return whole(viewer, "array_contains(n.resourceTypes, :wanted)", resourceType);
  }

  private Uni<List<Namespace>> whole(Viewer viewer, String condition, Object wanted) {
    return database
        .withSession(session ->
            session
                .createQuery(
                    "from Namespace n where %s and %s order by n.namespace"
                        .formatted(condition, VISIBLE.formatted("n")),
                    NamespaceRow.class)
                .setParameter("wanted", wanted)
                .setParameter("seesAll", viewer.seesAll())
                .setParameter("project", viewer.projectId())
                .getResultList())
        .map(rows -> rows.stream().map(NamespaceRow::toNamespace).toList());
  }

  @Override
  public Uni<Changed> change(NamespaceName name, Function<Optional<Namespace>, Changed> change) {
    return unit.inTransaction(() ->
        database.withSession(session ->
            row(session, name, LockModeType.PESSIMISTIC_WRITE)
                .chain(row -> {
                  Changed changed = change.apply(toNamespace(row));
                  return keep(session, row, changed).replaceWith(changed);
                })));
  }

  @Override
  public Uni<List<ResourceType>> resourceTypes() {
    return database
        .withSession(session ->
            session
                .createQuery("from ResourceType t order by t.name", ResourceTypeRow.class)
                .getResultList())
        .map(rows -> rows.stream().map(ResourceTypeRow::toResourceType).toList());
  }

  private static Uni<NamespaceRow> row(
      Mutiny.Session session, NamespaceName name, LockModeType lock) {
    return session
        .createQuery("from Namespace n where n.namespace = :name", NamespaceRow.class)
        .setParameter("name", name.text())
        .setLockMode(lock)
        .getSingleResultOrNull();
  }

  private Uni<Void> keep(Mutiny.Session session, @Nullable NamespaceRow row, Changed changed) {
    if (changed.changes().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Uni<Long> version =
        changed
            .remaining()
            .map(namespace -> write(session, row, namespace))
            .orElseGet(() -> remove(session, Objects.requireNonNull(row)));
    return version
        .call(() -> rememberTypes(session, changed.changes()))
        .chain(kept -> publish(changed.changes(), kept));
  }

  private Uni<Void> publish(List<Change> changes, long version) {
    return Multi.createFrom()
        .iterable(changes)
        .onItem()
        .transformToUniAndConcatenate(change -> outbox.publish(Facts.of(change, version)))
        .onItem()
        .ignoreAsUni();
  }

  /**
   * Returns the version that would be next. Not by session.remove(): of two at once, Hibernate
   * Reactive may never finish one.
   */
  private static Uni<Long> remove(Mutiny.Session session, NamespaceRow row) {
    return session
        .createMutationQuery("delete from Namespace where id = :id")
        .setParameter("id", row.id)
        .executeUpdate()
        .replaceWith(row.version + 1);
  }

  /** Returns the version that it has now. */
  private static Uni<Long> write(
      Mutiny.Session session, @Nullable NamespaceRow found, Namespace namespace) {
    NamespaceRow row = found == null ? NamespaceRow.of(namespace) : found;
    row.take(namespace);
    return session
        .persist(row)
        .chain(session::flush)
        .replaceWith(() -> row.version)
        .onFailure(ConstraintViolationException.class)
        .transform(taken -> new NamespaceProblem.Exists(namespace.name().text()).asException());
  }

  /** They stay known when nothing is associated with them any more. */
  private static Uni<Void> rememberTypes(Mutiny.Session session, List<Change> changes) {
    List<? extends Part<?>> associations =
        changes.stream()
            .flatMap(change ->
                change instanceof Change.PartAdded added ? Stream.of(added.part()) : Stream.empty())
            .filter(part -> part.content() instanceof Association)
            .toList();
    if (associations.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return session
        .createNativeQuery(REMEMBER_TYPES)
        .setParameter("names", associations.stream().map(Part::name).toArray(String[]::new))
        .setParameter("now", associations.getFirst().createdAt())
        .executeUpdate()
        .replaceWithVoid();
  }

  private static Uni<List<ListedRow>> rows(
      Mutiny.Session session, Viewer viewer, NamespaceFilter filter, PageRequest page) {
    Mutiny.SelectionQuery<ListedRow> query =
        session
            .createQuery(pageQuery(filter, page), ListedRow.class)
            .setParameter("seesAll", viewer.seesAll())
            .setParameter("project", viewer.projectId())
            .setMaxResults(page.limit());
    filter.visibility().ifPresent(v -> query.setParameter("visibility", v.text()));
    if (!filter.resourceTypes().isEmpty()) {
      query.setParameter("types", filter.resourceTypes().toArray(String[]::new));
    }
    page.marker().ifPresent(marker -> query.setParameter("marker", marker));
    return query.getResultList();
  }

  private static String pageQuery(NamespaceFilter filter, PageRequest page) {
    String key = keyOf(page);
    String beyond = page.descending() ? "<" : ">";
    String direction = page.descending() ? "desc" : "asc";
    StringBuilder query =
        new StringBuilder("from ListedNamespace n where ").append(VISIBLE.formatted("n"));
    filter.visibility().ifPresent(v -> query.append(" and n.visibility = :visibility"));
    if (!filter.resourceTypes().isEmpty()) {
      query.append(" and array_intersects(n.resourceTypes, :types)");
    }
    if (page.marker().isPresent()) {
      String last = "(select m.%s %s)".formatted(key, AT_MARKER);
      query.append(
          " and (n.%1$s %2$s %3$s or (n.%1$s = %3$s and n.namespace %2$s :marker))"
              .formatted(key, beyond, last));
    }
    return query
        .append(" order by n.%1$s %2$s, n.namespace %2$s".formatted(key, direction))
        .toString();
  }

  /** An empty page after a namespace that is there; nothing is beyond one that is not. */
  private static Uni<List<ListedRow>> nothingBeyond(
      Mutiny.Session session, Viewer viewer, String marker) {
    return session
        .createQuery("select count(*) " + AT_MARKER, Long.class)
        .setParameter("marker", marker)
        .setParameter("seesAll", viewer.seesAll())
        .setParameter("project", viewer.projectId())
        .getSingleResult()
        .map(count -> {
          if (count == 0) {
            throw new NamespaceProblem.Missing(marker).asException();
          }
          return List.of();
        });
  }

  private static String keyOf(PageRequest page) {
    return switch (page.sortKey()) {
      case CREATED_AT -> "createdAt";
      case UPDATED_AT -> "updatedAt";
      case NAME -> "namespace";
    };
  }

  private static Optional<Namespace> toNamespace(@Nullable NamespaceRow row) {
    return Optional.ofNullable(row).map(NamespaceRow::toNamespace);
  }
}
