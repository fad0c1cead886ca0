package io.vitrine.registry.command.postgres;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.CommandResult;
import io.vitrine.events.FactCodec;
import io.vitrine.registry.command.Commands;
import io.vitrine.registry.command.Received;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PgCommands implements Commands {
  private static final String BEGIN =
      """
      insert into commands (id, type, fingerprint, at) values (:id, :type, :fingerprint, :at)
      on conflict do nothing
      """;

  private static final String FORGET =
      """
      delete from commands where id in (
        select id from commands where at < :before limit :max for update skip locked)
      """;

  private final Mutiny.SessionFactory sessions;

  PgCommands(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  @Override
  public Uni<Optional<Known>> begin(Received command, String fingerprint, Instant now) {
    return sessions.withSession(session ->
        session
            .createNativeQuery(BEGIN)
            .setParameter("id", command.id())
            .setParameter("type", command.type())
            .setParameter("fingerprint", fingerprint)
            .setParameter("at", now)
            .executeUpdate()
            .chain(begun ->
                begun == 1
                    ? Uni.createFrom().item(Optional.empty())
                    : known(session, command.id()).map(Optional::of)));
  }

  private static Uni<Known> known(Mutiny.Session session, String id) {
    return session
        .createNativeQuery(
            "select fingerprint, answer_type, answer from commands where id = :id", Object[].class)
        .setParameter("id", id)
        .getSingleResult()
        .map(row -> new Known((String) row[0], answer((String) row[1], (String) row[2])));
  }

  private static CommandResult answer(String type, String json) {
    return (CommandResult)
        FactCodec.decode(type, json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  @Override
  public Uni<Void> conclude(CommandResult answer) {
    return sessions.withSession(session ->
        session
            .createNativeQuery(
                "update commands set answer_type = :type, answer = :answer where id = :id")
            .setParameter("type", FactCodec.typeOf(answer))
            .setParameter("answer", new String(FactCodec.encode(answer), StandardCharsets.UTF_8))
            .setParameter("id", answer.commandId())
            .executeUpdate()
            .replaceWithVoid());
  }

  @Override
  public Uni<Integer> forget(Instant before, int max) {
    return sessions.withSession(session ->
        session
            .createNativeQuery(FORGET)
            .setParameter("before", before)
            .setParameter("max", max)
            .executeUpdate());
  }
}
