package io.vitrine.registry.command.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vitrine.events.Command;
import io.vitrine.events.CommandCodec;
import io.vitrine.identity.Caller;
import io.vitrine.registry.command.ApplyRetention;
import io.vitrine.registry.command.Outcome;
import io.vitrine.registry.image.ChangeImage;
import io.vitrine.registry.image.DeactivateImage;
import io.vitrine.registry.image.DeleteImage;
import io.vitrine.registry.image.ImagePatch;
import io.vitrine.registry.image.ImagePatch.Operation;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.image.RegisterImage;
import io.vitrine.registry.image.http.ImageDraft;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.image.http.PatchDocument;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.RequestCopy;
import io.vitrine.registry.importing.RequestFetch;
import io.vitrine.registry.importing.RequestImport;
import io.vitrine.registry.importing.http.ImportForm;
import io.vitrine.registry.member.ShareImage;
import io.vitrine.registry.member.http.MemberForm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the commands do: each leads to the use cases of the API, and is read by the API's rules
 * beyond what its schema says.
 */
@ApplicationScoped
class CommandDeeds {
  private final RegisterImage register;
  private final ChangeImage change;
  private final DeactivateImage deactivation;
  private final DeleteImage deletion;
  private final ShareImage share;
  private final RequestImport imports;
  private final RequestFetch fetches;
  private final RequestCopy copies;
  private final ApplyRetention retention;
  private final ImageForm form;
  private final ImportRules rules;

  CommandDeeds(
      RegisterImage register,
      ChangeImage change,
      DeactivateImage deactivation,
      DeleteImage deletion,
      ShareImage share,
      RequestImport imports,
      RequestFetch fetches,
      RequestCopy copies,
      ApplyRetention retention,
      ImageForm form,
      ImportRules rules) {
    this.register = register;
    this.change = change;
    this.deactivation = deactivation;
    this.deletion = deletion;
    this.share = share;
    this.imports = imports;
    this.fetches = fetches;
    this.copies = copies;
    this.retention = retention;
    this.form = form;
    this.rules = rules;
  }

  /**
   * Who sends a command, and what goes with it.
   *
   * @param newImageId for an image that the command makes without naming its id
   * @param token empty where Kafka vouches for the sender
   */
  record Sender(Caller caller, UUID newImageId, String requestId, String token) {}

  Uni<Outcome> carryOut(Command command, Sender sender) {
    Caller caller = sender.caller();
    return switch (command) {
      case Command.CreateImage create -> create(create, sender);
      case Command.ImportImage wanted ->
          begin(wanted.imageId(), CommandCodec.encode(wanted), sender);
      case Command.CopyImage copy -> begin(copy.imageId(), copying(copy), sender);
      case Command.ShareImage(UUID id, String _) ->
          share.add(caller, id, member(command)).map(ignored -> new Outcome.Done(id));
      case Command.UnshareImage(UUID id, String _) ->
          done(id, share.remove(caller, id, member(command)));
      case Command.DeactivateImage(UUID id) ->
          done(id, deactivation.deactivate(caller, id, Precondition.NONE));
      case Command.ReactivateImage(UUID id) ->
          done(id, deactivation.reactivate(caller, id, Precondition.NONE));
      case Command.UpdateImage update ->
          done(
              update.imageId(),
              change.apply(caller, update.imageId(), patch(update), Precondition.NONE));
      case Command.HideImage(UUID id, boolean hidden) ->
          done(
              id,
              change.apply(
                  caller,
                  id,
                  new ImagePatch(List.of(new Operation.SetHidden(hidden))),
                  Precondition.NONE));
      case Command.DeleteImage(UUID id) -> done(id, deletion.delete(caller, id, Precondition.NONE));
      case Command.ApplyRetention rule ->
          retention.apply(
              caller,
              Optional.ofNullable(rule.owner()).orElse(caller.projectId()),
              rule.match(),
              rule.keep(),
              rule.then());
    };
  }

  private static Uni<Outcome> done(UUID imageId, Uni<?> deed) {
    return deed.replaceWith(new Outcome.Done(imageId));
  }

  private Uni<Outcome> create(Command.CreateImage create, Sender sender) {
    UUID id = Optional.ofNullable(create.imageId()).orElse(sender.newImageId());
    ImageDraft draft = ImageDraft.parse(create.image(), form);
    Uni<?> created =
        register.register(sender.caller(), Optional.of(id), draft.owner(), draft.attributes());
    JsonNode importing = create.importing();
    return importing == null
        ? done(id, created)
        : created.chain(ignored -> begin(id, importing, sender));
  }

  /** As {@code POST /v2/images/{id}/import} with that body. */
  private Uni<Outcome> begin(UUID id, JsonNode body, Sender sender) {
    ImportForm wanted = ImportForm.parse(body, null, rules.methods());
    Caller caller = sender.caller();
    String requestId = sender.requestId();
    return switch (wanted.method()) {
      case GLANCE_DIRECT -> begun(imports.request(caller, id, wanted.wish(), requestId));
      case WEB_DOWNLOAD ->
          begun(fetches.fromWeb(caller, id, wanted::uri, wanted.wish(), requestId));
      case GLANCE_DOWNLOAD ->
          begun(
              fetches.fromGlance(
                  caller, id, wanted.otherImage(), sender.token(), wanted.wish(), requestId));
      case COPY_IMAGE ->
          copies
              .request(caller, id, wanted.wish(), requestId)
              .map(task -> task.map(CommandDeeds::begun).orElseGet(() -> new Outcome.Done(id)));
      case LOCATION -> throw new IllegalStateException("no import request names a location");
    };
  }

  private static Uni<Outcome> begun(Uni<ImportTask> task) {
    return task.map(CommandDeeds::begun);
  }

  private static Outcome begun(ImportTask task) {
    return new Outcome.Begun(task.imageId(), task.id());
  }

  private static ObjectNode copying(Command.CopyImage copy) {
    ObjectNode body = CommandCodec.encode(copy);
    body.putObject("method").put("name", "copy-image");
    return body;
  }

  private static String member(Command command) {
    return MemberForm.member(CommandCodec.encode(command));
  }

  private ImagePatch patch(Command.UpdateImage update) {
    PatchDocument document = new PatchDocument(form);
    List<Operation> operations = new ArrayList<>();
    update.set().forEach((name, value) -> operations.add(document.set(name, value)));
    update.remove().forEach(name -> operations.add(document.remove(name)));
    tags(update.addTags()).forEach(tag -> operations.add(new Operation.AddTag(tag)));
    update.removeTags().forEach(tag -> operations.add(new Operation.RemoveTag(tag)));
    return new ImagePatch(operations);
  }

  private static Iterable<String> tags(List<String> tags) {
    var array = JsonNodeFactory.instance.arrayNode();
    tags.forEach(array::add);
    return ImageForm.tags(array);
  }
}
