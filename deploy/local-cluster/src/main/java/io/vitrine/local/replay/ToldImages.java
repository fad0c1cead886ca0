package io.vitrine.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Images as their facts tell them. Each fact has all of its image but the members, of which it has
 * the one that it is about. Each version has one fact, and the end of an image one more that has
 * its last version.
 */
final class ToldImages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DELETED = "io.vitrine.image.deleted.v1";
  private static final String MEMBER_REMOVED = "io.vitrine.image.member-removed.v1";

  private static final List<String> ATTRIBUTES =
      List.of(
          "name",
          "status",
          "visibility",
          "owner",
          "disk_format",
          "container_format",
          "size",
          "virtual_size",
          "checksum",
          "os_hash_algo",
          "os_hash_value",
          "min_disk",
          "min_ram",
          "protected",
          "os_hidden");

  private final Map<String, Told> images = new HashMap<>();
  private long repeated;
  private long late;

  /** A member as the fact of that step had it; null where that removed it. */
  private record Member(int step, @Nullable JsonNode json) {}

  /** All that was told of an image. A million of them have to fit: JSON stays bytes. */
  private static final class Told {
    private final BitSet steps = new BitSet();
    private final Map<String, Member> members = new HashMap<>(0);
    private byte[] image = new byte[0];
    private int last;

    /** Whether it was told as news, and not before. */
    boolean isNews(int step) {
      return step > last;
    }

    boolean isDeleted() {
      return last % 2 == 1;
    }

    JsonNode json() {
      try {
        return JSON.readTree(image);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean isShared() {
      return !isDeleted() && json().path("visibility").asText().equals("shared");
    }

    long memberCount() {
      return members.values().stream().filter(member -> member.json() != null).count();
    }

    int firstVersion() {
      return steps.nextSetBit(0) / 2;
    }

    /** Between the first that is told and the last. */
    long untoldVersions() {
      long told = steps.stream().filter(step -> step % 2 == 0).count();
      return last / 2 - firstVersion() + 1 - told;
    }
  }

  void take(TopicFact fact) {
    JsonNode image = fact.data().path("image");
    if (!image.has("version")) {
      return;
    }
    Told told = images.computeIfAbsent(image.path("id").asText(), ignored -> new Told());
    int step = image.path("version").asInt() * 2 + (fact.type().equals(DELETED) ? 1 : 0);
    if (told.steps.get(step)) {
      repeated++;
      return;
    }
    told.steps.set(step);
    takeMember(told, step, fact);
    if (told.isNews(step)) {
      told.last = step;
      told.image = bytes(image);
    } else {
      late++;
    }
  }

  private static void takeMember(Told told, int step, TopicFact fact) {
    JsonNode member = fact.data().path("member");
    if (member.isObject()) {
      Member news = new Member(step, fact.type().equals(MEMBER_REMOVED) ? null : member);
      told.members.merge(
          member.path("member_id").asText(), news, (a, b) -> a.step() > b.step() ? a : b);
    }
  }

  private static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stream<Subject> subjects() {
    return images.entrySet().stream()
        .filter(entry -> !entry.getValue().isDeleted())
        .flatMap(entry -> {
          Subject image = new Subject(Subject.Kind.IMAGE, entry.getKey());
          return entry.getValue().isShared()
              ? Stream.of(image, new Subject(Subject.Kind.MEMBERS, entry.getKey()))
              : Stream.of(image);
        });
  }

  Optional<Fields> image(String id) {
    return Optional.ofNullable(images.get(id))
        .filter(told -> !told.isDeleted())
        .map(told -> fields(told.json()));
  }

  Optional<Fields> members(String id) {
    return Optional.ofNullable(images.get(id)).filter(Told::isShared).map(ToldImages::members);
  }

  private static Fields members(Told told) {
    Fields members = new Fields();
    told.members.forEach((id, member) -> {
      if (member.json() != null) {
        members.with(id, member(member.json()));
      }
    });
    return members;
  }

  static JsonNode member(JsonNode json) {
    return new Fields()
        .with("status", json.path("status"))
        .withTime(json, "created_at")
        .withTime(json, "updated_at")
        .asNode();
  }

  private static Fields fields(JsonNode image) {
    Fields fields =
        new Fields()
            .with(image, ATTRIBUTES)
            .with("tags", Fields.sorted(Fields.texts(image.path("tags"))))
            .with("os_glance_importing_to_stores", listed(image.path("importing_to_stores")))
            .with("os_glance_failed_import", listed(image.path("failed_import")))
            .withTime(image, "created_at")
            .withTime(image, "updated_at");
    if (!image.path("stores").isEmpty()) {
      fields.with("stores", Fields.sorted(Fields.texts(image.path("stores"))));
    }
    image.path("properties").properties().forEach(one -> fields.with(one.getKey(), one.getValue()));
    return fields;
  }

  private static JsonNode listed(JsonNode names) {
    return names.isArray()
        ? TextNode.valueOf(Fields.texts(names).collect(Collectors.joining(",")))
        : names;
  }

  /** As the catalogue has them now. */
  long count() {
    return images.values().stream().filter(told -> !told.isDeleted()).count();
  }

  long deleted() {
    return images.values().stream().filter(Told::isDeleted).count();
  }

  long members() {
    return images.values().stream()
        .filter(told -> !told.isDeleted())
        .mapToLong(Told::memberCount)
        .sum();
  }

  long repeated() {
    return repeated;
  }

  /** Facts that came for the first time after others that are newer. */
  long late() {
    return late;
  }

  /** Images whose first facts are not there. */
  long begunLater() {
    return images.values().stream().filter(told -> told.firstVersion() > 1).count();
  }

  long untoldVersions() {
    return images.values().stream().mapToLong(Told::untoldVersions).sum();
  }
}
