package io.vitrine.registry.image.postgres;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.image.DeletedImages;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Moves whole rows between tables, as documents: no column can be forgotten on the way. */
@ApplicationScoped
class PgDeletedImages implements DeletedImages {
  private static final String KEEP =
      """
      insert into deleted_images (id, purge_at, image, members, data)
      select id, :purgeAt, to_jsonb(images), coalesce(
          (select jsonb_agg(to_jsonb(m)) from image_members m where m.image_id = images.id), '[]'),
        data
      from images where id = :id
      """;
  private static final String RESTORE_IMAGE =
      """
      insert into images
      select restored.* from deleted_images d, jsonb_populate_record(null::images, d.image) restored
      where d.id = :id
      """;
  private static final String RESTORE_MEMBERS =
      """
      insert into image_members
      select restored.*
      from deleted_images d, jsonb_populate_recordset(null::image_members, d.members) restored
      where d.id = :id
      """;

  private final Mutiny.SessionFactory sessions;
  private final Images images;

  PgDeletedImages(Mutiny.SessionFactory sessions, Images images) {
    this.sessions = sessions;
    this.images = images;
  }

  @Override
  public Uni<Void> keep(Image image, Instant now, Instant purgeAt) {
    return sessions.withSession(session ->
        session
            .createNativeQuery(KEEP)
            .setParameter("purgeAt", purgeAt)
            .setParameter("id", image.id())
            .executeUpdate()
            .chain(() -> images.remove(image, now)));
  }

  @Override
  public Uni<Optional<Image>> restore(UUID id) {
    return sessions.withSession(session ->
        lock(session, id)
            .chain(row ->
                row == null
                    ? Uni.createFrom().item(Optional.<Image>empty())
                    : restore(session, row).chain(() -> images.lock(id))));
  }

  private static Uni<Void> restore(Mutiny.Session session, DeletedImageRow row) {
    return run(session, RESTORE_IMAGE, row.id)
        .chain(() -> run(session, RESTORE_MEMBERS, row.id))
        .chain(() -> run(session, "delete from image_tombstones where id = :id", row.id))
        .chain(() -> forget(session, row));
  }

  /** Not by session.remove(): of two at once, Hibernate Reactive may never finish one. */
  private static Uni<Void> forget(Mutiny.Session session, DeletedImageRow row) {
    return session
        .createMutationQuery("delete from DeletedImage where id = :id")
        .setParameter("id", row.id)
        .executeUpdate()
        .replaceWithVoid();
  }

  private static Uni<Integer> run(Mutiny.Session session, String sql, UUID id) {
    return session.createNativeQuery(sql).setParameter("id", id).executeUpdate();
  }

  @Override
  public Uni<List<UUID>> due(Instant now, int skipped, int max) {
    return sessions.withSession(session ->
        session
            .createQuery(
                "select id from DeletedImage where purgeAt <= :now order by purgeAt, id",
                UUID.class)
            .setParameter("now", now)
            .setFirstResult(skipped)
            .setMaxResults(max)
            .getResultList());
  }

  @Override
  public Uni<List<Location>> purge(UUID id, Instant now) {
    return sessions.withSession(session ->
        lock(session, id)
            .chain(row ->
                row == null || row.purgeAt.isAfter(now)
                    ? Uni.createFrom().item(List.<Location>of())
                    : forget(session, row).replaceWith(locations(row))));
  }

  private static List<Location> locations(DeletedImageRow row) {
    return row.data == null
        ? List.of()
        : Facts.storedData(row.data, CopiesRow.placesIn(row.copies)).locations();
  }

  private static Uni<DeletedImageRow> lock(Mutiny.Session session, UUID id) {
    return session.find(DeletedImageRow.class, id, LockModeType.PESSIMISTIC_WRITE);
  }
}
