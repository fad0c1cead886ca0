package io.vitrine.registry.image;

import io.vitrine.identity.Caller;
import io.vitrine.registry.policy.PropertyProtections;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A patch that is well-formed, all or nothing.
 *
 * @param operations in order; each sees the result of the one before
 */
public record ImagePatch(List<Operation> operations) {
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

    /**
     * Sets a custom property, which may have to be new or to be there already; null takes it away.
     */
    record SetProperty(String name, @Nullable String value, Presence presence)
        implements Operation {}

    record RemoveProperty(String name) implements Operation {}
  }

  /** What an operation demands of the property before it. */
  public enum Presence {
    ANY,
    ABSENT,
    PRESENT
  }

  Image applyTo(Image image, Caller caller, ImageRules rules, Instant now) {
    State state = new State(image, caller, rules);
    operations.forEach(state::apply);
    ImageAttributes attributes = state.attributes();
    rules.requireChange(image.attributes(), attributes);
    return image.with(state.owner, attributes, now);
  }

  private static final class State {
    private final Image image;
    private final Caller caller;
    private final ImageRules rules;
    private final boolean formatsOpen;
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

    State(Image image, Caller caller, ImageRules rules) {
      this.image = image;
      this.caller = caller;
      this.rules = rules;
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
    }

    void apply(Operation operation) {
      switch (operation) {
        case Operation.SetName(var value) -> name = value;
        case Operation.SetVisibility(var value) -> {
          rules.policy().maySet(caller, image, value);
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
            throw new ImageProblem.NoSuchTag(image.id(), tag).asException();
          }
        }
        case Operation.SetOwner(var value) -> {
          rules.policy().mayGiveAway(caller);
          owner = value;
        }
        case Operation.SetProperty(var key, var value, var presence) -> {
          requirePresence(key, presence);
          set(key, value);
        }
        case Operation.RemoveProperty(var key) -> {
          requirePresence(key, Presence.PRESENT);
          rules.require(PropertyProtections.Operation.DELETE, key, caller);
          properties.remove(key);
        }
      }
    }

    /** What the caller cannot read seems new to him, but he needs leave to write over it. */
    private void set(String key, @Nullable String value) {
      boolean present = properties.containsKey(key);
      if (present) {
        rules.require(PropertyProtections.Operation.UPDATE, key, caller);
      }
      if (!present || !rules.mayRead(key, caller)) {
        rules.require(PropertyProtections.Operation.CREATE, key, caller);
      }
      if (value == null) {
        properties.remove(key);
      } else {
        properties.put(key, value);
      }
    }

    ImageAttributes attributes() {
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
      boolean present = properties.containsKey(key) && rules.mayRead(key, caller);
      Optional<String> conflict =
          switch (presence) {
            case ANY -> Optional.empty();
            case ABSENT ->
                present
                    ? Optional.of("Property %s already present.".formatted(key))
                    : Optional.empty();
            case PRESENT ->
                present
                    ? Optional.empty()
                    : Optional.of("Property %s does not exist.".formatted(key));
          };
      conflict.ifPresent(message -> {
        throw new ImageProblem.PatchConflict(message).asException();
      });
    }
  }
}
