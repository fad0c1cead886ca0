package io.vitrine.registry.command.kafka;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vitrine.registry.command.Received;
import io.vitrine.registry.image.http.Text;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a record say: the envelope of CloudEvents, and who sends it.
 *
 * @param id what every command needs, and an answer, too
 * @param token as it came; nobody else gets to see it
 * @param scope the project that a token of several is for
 * @param projectId the project, where the sender is believed without a token
 */
record CommandRecord(
    Optional<String> id,
    Optional<String> type,
    String key,
    Optional<String> token,
    Optional<String> scope,
    Optional<String> projectId,
    Optional<String> userId) {
  private static final int MAX_LENGTH = 255;
  private static final String AUTHORIZATION = "authorization";
  private static final String SCHEME = "Bearer ";

  /** Takes the token out of the record, which may end among the dead letters with its headers. */
  static CommandRecord of(Message<byte[]> message) {
    IncomingKafkaRecordMetadata<?, ?> record =
        message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
    Headers headers = record.getHeaders();
    Optional<String> token = text(headers, AUTHORIZATION).flatMap(CommandRecord::token);
    headers.remove(AUTHORIZATION);
    Optional<String> id = text(headers, "ce_id");
    return new CommandRecord(
        id,
        text(headers, "ce_type"),
        Optional.ofNullable(record.getKey())
            .map(Object::toString)
            .filter(Text::isStorable)
            .or(() -> id)
            .orElse(""),
        token,
        text(headers, "x-project-id"),
        text(headers, "ce_projectid"),
        text(headers, "ce_userid"));
  }

  /** What can be answered: an id is enough. */
  Optional<Received> received() {
    return id.map(known -> new Received(known, type.orElse("unknown"), key));
  }

  private static Optional<String> token(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(authorization.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private static Optional<String> text(Headers headers, String name) {
    @Nullable Header header = headers.lastHeader(name);
    return Optional.ofNullable(header)
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .filter(text -> !text.isEmpty())
        .filter(text -> name.equals(AUTHORIZATION) || Text.fits(text, MAX_LENGTH));
  }
}
