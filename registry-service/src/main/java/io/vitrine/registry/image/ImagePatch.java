package io.vitrine.registry.image;

import io.vitrine.identity.Caller;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A patch that is well-formed, all or nothing.
 *
 * @param operations in order; each sees the result of the one before
 */
public record ImagePatch(List<Operation> operations) {
  public static final int MAX_PROPERTIES = 128;
  public static final int MAX_TAGS = 128;

  public ImagePatch {
    operations = List.copyOf(operations);
  }

  public boolean isEmpty() {
    return operations.isEmpty();
  }

  /** One step. */
  public sealed interface Operation {
    /** Sets a base property; the types are checked before. */
    record SetName(@Nullable String name) implements Operation {}

    record SetVisibility(Visibility visibility) implements Operation {}

    record SetDiskFormat(@Nullable String format) implements Operation {}

    record SetContainerFormat(@Nullable String format) implements Operation {}

    record SetMinDisk(int gigabytes) implements Operation {}

    record SetMinRam(int megabytes) implements Operation {}

    record SetProtected(boolean isProtected) implements Operation {}

    record SetHidden(boolean hidden) implements Operation {}

    record SetTags(Set<String> tags) implements Operation {}

    /** Adds a tag, which may be there already. */
    record AddTag(String tag) implements Operation {}

    record RemoveTag(String tag) implements Operation {}

    record SetOwner(String owner) implements Operation {}

    /** Adds a custom property, which may have to be new or to be there already. */
    record SetProperty(String name, String value, Presence presence) implements Operation {}

    record RemoveProperty(String name) implements Operation {}
  }

  /** What an operation demands of the property before it. */
  public enum Presence {
    ANY,
    ABSENT,
    PRESENT
  }

  Image applyTo(Image image, Caller caller, Instant now) {
    State state = new State(image, caller);
    operations.forEach(state::apply);
    ImageAttributes attributes = state.attributes();
    attributes.requireModestSize();
    return image.with(state.owner, attributes, now);
  }

  private static final class State {
    private final UUID id;
    private final Caller caller;
    private final boolean formatsOpen;
    private final int propertiesBefore;
    private final int tagsBefore;
    private String owner;
    private @Nullable String name;
    private Visibility visibility;
    private @Nullable String diskFormat;
    private @Nullable String containerFormat;
    private int minDisk;
    private int minRam;
    private boolean isProtected;
    private boolean osHidden;
    private final Set<String> tags;
    private final Map<String, String> properties;

    State(Image image, Caller caller) {
      this.id = image.id();
      this.caller = caller;
      this.formatsOpen =
          image.status() instanceof ImageStatus.Queued
              || image.status() instanceof ImageStatus.Importing;
      this.owner = image.owner();
      ImageAttributes attributes = image.attributes();
      this.name = attributes.name();
      this.visibility = attributes.visibility();
      this.diskFormat = attributes.diskFormat();
      this.containerFormat = attributes.containerFormat();
      this.minDisk = attributes.minDisk();
      this.minRam = attributes.minRam();
      this.isProtected = attributes.isProtected();
      this.osHidden = attributes.osHidden();
      this.tags = new LinkedHashSet<>(attributes.tags());
      this.properties = new TreeMap<>(attributes.properties());
      this.propertiesBefore = properties.size();
      this.tagsBefore = tags.size();
    }

    void apply(Operation operation) {
      switch (operation) {
        case Operation.SetName(var value) -> name = value;
        case Operation.SetVisibility(var value) -> {
          ImagePolicy.maySet(caller, value);
          visibility = value;
        }
        case Operation.SetDiskFormat(var value) -> {
          requireOpenFormats("disk_format");
          diskFormat = value;
        }
        case Operation.SetContainerFormat(var value) -> {
          requireOpenFormats("container_format");
          containerFormat = value;
        }
        case Operation.SetMinDisk(var value) -> minDisk = value;
        case Operation.SetMinRam(var value) -> minRam = value;
        case Operation.SetProtected(var value) -> isProtected = value;
        case Operation.SetHidden(var value) -> osHidden = value;
        case Operation.SetTags(var value) -> {
          tags.clear();
          tags.addAll(value);
        }
        case Operation.AddTag(var tag) -> tags.add(tag);
        case Operation.RemoveTag(var tag) -> {
          if (!tags.remove(tag)) {
            throw new ImageProblem.NoSuchTag(id, tag).asException();
          }
        }
        case Operation.SetOwner(var value) -> {
          ImagePolicy.mayGiveTo(caller, value);
          owner = value;
        }
        case Operation.SetProperty(var key, var value, var presence) -> {
          requirePresence(key, presence);
          properties.put(key, value);
        }
        case Operation.RemoveProperty(var key) -> {
          requirePresence(key, Presence.PRESENT);
          properties.remove(key);
        }
      }
    }

    ImageAttributes attributes() {
      checkCount("properties", properties.size(), propertiesBefore, MAX_PROPERTIES);
      checkCount("tags", tags.size(), tagsBefore, MAX_TAGS);
      return new ImageAttributes(
          name,
          visibility,
          diskFormat,
          containerFormat,
          minDisk,
          minRam,
          isProtected,
          osHidden,
          tags,
          properties);
    }

    private void requireOpenFormats(String attribute) {
      if (!formatsOpen) {
        throw new ImageProblem.Refused(
                "Attribute %s can be only replaced for a queued image.".formatted(attribute))
            .asException();
      }
    }

    private void requirePresence(String key, Presence presence) {
      Optional<String> conflict =
          switch (presence) {
            case ANY -> Optional.empty();
            case ABSENT ->
                properties.containsKey(key)
                    ? Optional.of("Property %s already present.".formatted(key))
                    : Optional.empty();
            case PRESENT ->
                properties.containsKey(key)
                    ? Optional.empty()
                    : Optional.of("Property %s does not exist.".formatted(key));
          };
      conflict.ifPresent(message -> {
        throw new ImageProblem.PatchConflict(message).asException();
      });
    }

    /** An image over the limit may shrink or stay, but not grow. */
    private static void checkCount(String what, int after, int before, int max) {
      if (after > max && after > before) {
        throw new ImageProblem.TooMany(what, max, after).asException();
      }
    }
  }
}
