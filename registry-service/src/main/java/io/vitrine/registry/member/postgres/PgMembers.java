package io.vitrine.registry.member.postgres;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.image.Shares;
import io.vitrine.registry.member.Member;
import io.vitrine.registry.member.Members;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
public class PgMembers implements Members, Shares {
  private final Mutiny.SessionFactory sessions;

  public PgMembers(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  @Override
  public Uni<Boolean> exists(UUID imageId, String projectId) {
    return find(imageId, projectId).map(Optional::isPresent);
  }

  @Override
  public Uni<Optional<Member>> find(UUID imageId, String memberId) {
    return sessions.withSession(session ->
        session
            .find(MemberRow.class, new MemberRow.Key(imageId, memberId))
            .map(row -> Optional.ofNullable(row).map(MemberRow::toMember)));
  }

  @Override
  public Uni<List<Member>> ofImage(UUID imageId) {
    return sessions.withSession(session ->
        session
            .createQuery(
                "from Member where key.imageId = :image order by createdAt, key.memberId",
                MemberRow.class)
            .setParameter("image", imageId)
            .getResultList()
            .map(rows -> rows.stream().map(MemberRow::toMember).toList()));
  }

  @Override
  public Uni<Long> count(UUID imageId) {
    return sessions.withSession(session ->
        session
            .createQuery("select count(*) from Member where key.imageId = :image", Long.class)
            .setParameter("image", imageId)
            .getSingleResult());
  }

  @Override
  public Uni<Void> add(Member member) {
    return sessions.withSession(session -> session.persist(MemberRow.of(member)));
  }

  @Override
  public Uni<Void> save(Member member) {
    return sessions.withSession(session ->
        session
            .find(MemberRow.class, MemberRow.keyOf(member))
            .invoke(row -> row.set(member))
            .replaceWithVoid());
  }

  @Override
  public Uni<Void> remove(Member member) {
    // Not by session.remove(): of two at once, Hibernate Reactive may never finish one.
    return sessions.withSession(session ->
        session
            .createMutationQuery(
                "delete from Member where key.imageId = :image and key.memberId = :member")
            .setParameter("image", member.imageId())
            .setParameter("member", member.memberId())
            .executeUpdate()
            .replaceWithVoid());
  }
}
