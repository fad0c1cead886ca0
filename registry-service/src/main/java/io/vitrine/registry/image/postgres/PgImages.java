package io.vitrine.registry.image.postgres;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.Images;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PgImages implements Images {
  private static final String KEYS =
      """
      with held as (
        select data, copies, landed, upload_store, upload_key from images where id in (:ids)
        union all
        select data, image->'copies', null, null, null from deleted_images where id in (:ids))
      select upload_key from held where upload_store = :store
      union all
      select data->>'key' from held where data->>'store' = :store
      union all
      select landed->>'key' from held where landed->>'store' = :store
      union all
      select copy->>'key' from held, jsonb_array_elements(landed->'copies') copy
      where copy->>'store' = :store
      union all
      select copy->>'key' from held, jsonb_array_elements(copies_of(data, copies)) copy
      where copy->>'store' = :store
      """;

  private static final String STORED =
      """
      select * from images
      where id > :marker and status in ('active', 'deactivated') and (
        data->>'store' = :store
        or copies_of(data, copies)
          @> jsonb_build_array(jsonb_build_object('store', cast(:store as text))))
      order by id
      """;

  private final Mutiny.SessionFactory sessions;

  PgImages(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  @Override
  public Uni<Optional<Image>> find(UUID id) {
    return sessions.withSession(session -> session.find(ImageRow.class, id)).map(PgImages::image);
  }

  @Override
  public Uni<Optional<Found>> find(UUID id, String project) {
    return sessions
        .withSession(session ->
            session
                .createQuery(
                    """
                    select i, m.key.memberId from Image i
                    left join Member m on m.key.imageId = i.id and m.key.memberId = :project
                    where i.id = :id
                    """,
                    Object[].class)
                .setParameter("project", project)
                .setParameter("id", id)
                .getSingleResultOrNull())
        .map(row ->
            Optional.ofNullable(row)
                .map(it -> new Found(((ImageRow) it[0]).toImage(), it[1] != null)));
  }

  @Override
  public Uni<Optional<Image>> lock(UUID id) {
    return sessions
        .withSession(session -> session.find(ImageRow.class, id, LockModeType.PESSIMISTIC_WRITE))
        .map(PgImages::image);
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec inserts first, which waits for a deletion that is under way: its tombstone is then to
   *     be seen
   */
  @Override
  public Uni<Void> add(Image image) {
    return sessions
        .withSession(session ->
            session
                .persist(ImageRow.of(image))
                .chain(session::flush)
                .chain(() -> wasUsed(session, image.id())))
        .onFailure(ConstraintViolationException.class)
        .transform(e -> new ImageProblem.IdTaken(image.id()).asException())
        .invoke(used -> {
          if (used) {
            throw new ImageProblem.IdTaken(image.id()).asException();
          }
        })
        .replaceWithVoid();
  }

  private static Uni<Boolean> wasUsed(Mutiny.Session session, UUID id) {
    return session
        .createNativeQuery(
            "select exists (select from image_tombstones where id = :id)", Boolean.class)
        .setParameter("id", id)
        .getSingleResult();
  }

  @Override
  public Uni<List<String>> keys(Collection<UUID> ids, String store) {
    return sessions.withSession(session ->
        session
            .createNativeQuery(KEYS, String.class)
            .setParameter("ids", ids)
            .setParameter("store", store)
            .getResultList());
  }

  @Override
  public Uni<List<Image>> stored(String store, Optional<UUID> marker, int limit) {
    return sessions
        .withSession(session ->
            session
                .createNativeQuery(STORED, ImageRow.class)
                .setParameter("store", store)
                .setParameter("marker", marker.orElse(new UUID(0, 0)))
                .setMaxResults(limit)
                .getResultList())
        .map(rows -> rows.stream().map(ImageRow::toImage).toList());
  }

  @Override
  public Uni<Void> save(Image image) {
    return sessions.withSession(session ->
        session.find(ImageRow.class, image.id()).invoke(row -> row.set(image)).replaceWithVoid());
  }

  @Override
  public Uni<Void> remove(Image image, Instant now) {
    // Not by session.remove(): of two at once, Hibernate Reactive may never finish one.
    return sessions.withSession(session ->
        session
            .createMutationQuery("delete from Image where id = :id")
            .setParameter("id", image.id())
            .executeUpdate()
            .chain(() -> bury(session, image.id(), now)));
  }

  private static Uni<Void> bury(Mutiny.Session session, UUID id, Instant now) {
    return session
        .createNativeQuery(
            "insert into image_tombstones (id, deleted_at) values (:id, :now) on conflict do nothing")
        .setParameter("id", id)
        .setParameter("now", now)
        .executeUpdate()
        .replaceWithVoid();
  }

  @Override
  public Uni<Page> page(ImageQuery query) {
    Uni<List<ImageRow>> found =
        query.limit() == 0 ? Uni.createFrom().item(List.of()) : rows(PageSql.page(query));
    return found
        .call(rows ->
            rows.isEmpty() && query.marker().isPresent()
                ? requireVisible(query, query.marker().get())
                : Uni.createFrom().voidItem())
        .map(rows -> page(query, rows.stream().map(ImageRow::toImage).toList()));
  }

  private static Page page(ImageQuery query, List<Image> images) {
    long text = images.stream().mapToLong(image -> image.attributes().characters()).sum();
    return new Page(images, images.size() == query.limit() || text >= PageSql.MAX_TEXT);
  }

  /**
   * Nothing comes after a marker that the caller may not see, nor after one that does not exist;
   * both answer alike.
   */
  private Uni<Void> requireVisible(ImageQuery query, UUID marker) {
    return rows(PageSql.marker(query, marker))
        .invoke(rows -> {
          if (rows.isEmpty()) {
            throw new ImageProblem.Invalid("No image found with ID " + marker).asException();
          }
        })
        .replaceWithVoid();
  }

  /** To be read only: who goes on to change one has to see it as it is once it is locked. */
  private Uni<List<ImageRow>> rows(PageSql sql) {
    return sessions.withSession(session ->
        sql.query(session, ImageRow.class)
            .getResultList()
            .invoke(rows -> rows.forEach(session::detach)));
  }

  @Override
  public Uni<Long> count(ImageQuery query) {
    return sessions.withSession(
        session -> PageSql.count(query).query(session, Long.class).getSingleResult());
  }

  @Override
  public Uni<List<UUID>> withExpiredUpload(Instant now, int max) {
    return sessions.withSession(session ->
        session
            .createQuery(
                "select id from Image where uploadExpiresAt < :now order by uploadExpiresAt",
                UUID.class)
            .setParameter("now", now)
            .setMaxResults(max)
            .getResultList());
  }

  private static Optional<Image> image(ImageRow row) {
    return Optional.ofNullable(row).map(ImageRow::toImage);
  }
}
