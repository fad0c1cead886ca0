package io.vitrine.gateway.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.events.Fact;
import io.vitrine.events.FactCodec;
import io.vitrine.events.ImageFact;
import io.vitrine.events.ImageSnapshot;
import io.vitrine.events.MemberSnapshot;
import io.vitrine.events.TaskFact;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a fact is to the one project that is told of it: to the owner of the image, or to whom the
 * registry shows the task, which is the project that asked for it.
 *
 * @param name of the event
 * @param data JSON on one line
 * @param task what is told of, if that is a task
 */
record News(String project, String name, String data, Optional<LiveTask> task) {

  /** Empty for what is nobody's. */
  static Optional<News> of(Fact fact) {
    return switch (fact) {
      case TaskFact.TaskChanged(_, var snapshot) -> {
        LiveTask task = new LiveTask(snapshot);
        yield Optional.ofNullable(snapshot.owner())
            .map(owner -> new News(owner, "task", task.json(), Optional.of(task)));
      }
      case ImageFact about ->
          Optional.ofNullable(about.image().owner())
              .map(owner -> new News(owner, "image", json(about), Optional.empty()));
      default -> Optional.empty();
    };
  }

  private static String json(ImageFact fact) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", shortType(fact));
    json.set("image", json(fact.image()));
    switch (fact) {
      case ImageFact.ImageActivated(_, _, var taskId) -> putTask(json, taskId);
      case ImageFact.ImageImportStarted(_, var taskId) -> putTask(json, taskId);
      case ImageFact.ImageImportFailed(_, var taskId, var reason) ->
          putTask(json, taskId).put("reason", reason);
      case ImageFact.ImageRequeued(_, _, var reason) -> json.put("reason", reason);
      case ImageFact.ImageMemberAdded(_, var member) -> putMember(json, member);
      case ImageFact.ImageMemberUpdated(_, var member) -> putMember(json, member);
      case ImageFact.ImageMemberRemoved(_, var member) -> putMember(json, member);
      default -> {
        // The image says it all.
      }
    }
    return json.toString();
  }

  /** {@code io.vitrine.image.import-failed.v1} is {@code import-failed} here. */
  private static String shortType(ImageFact fact) {
    String[] words = FactCodec.typeOf(fact).split("\\.", -1);
    return words[words.length - 2];
  }

  private static ObjectNode putTask(ObjectNode json, @Nullable UUID taskId) {
    return taskId == null ? json : json.put("task_id", taskId.toString());
  }

  private static void putMember(ObjectNode json, MemberSnapshot member) {
    json.putObject("member").put("member_id", member.memberId()).put("status", member.status());
  }

  /** Without custom properties: which of them who may read is the registry's to say. */
  private static ObjectNode json(ImageSnapshot image) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", image.id().toString())
        .put("version", image.version())
        .put("name", image.name())
        .put("status", image.status())
        .put("visibility", image.visibility())
        .put("owner", image.owner())
        .put("disk_format", image.diskFormat())
        .put("container_format", image.containerFormat())
        .put("size", image.size())
        .put("virtual_size", image.virtualSize())
        .put("protected", image.isProtected())
        .put("os_hidden", image.osHidden())
        .put("created_at", image.createdAt().toString())
        .put("updated_at", image.updatedAt().toString());
    image.tags().forEach(json.putArray("tags")::add);
    return json;
  }
}
