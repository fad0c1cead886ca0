package io.vitrine.metadefs.namespace;

import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.Parts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file makes of a namespace that exists. What both say alike stays untouched, and protection
 * keeps nothing: it is for the API's deletions, and a file is loaded on purpose.
 */
final class Loading {
  private final Namespace old;
  private final LoadMode mode;
  private final Instant now;
  private final List<Part<?>> added = new ArrayList<>();
  private final List<Part<?>> replaced = new ArrayList<>();
  private final List<Part<?>> removed = new ArrayList<>();

  Loading(Namespace old, LoadMode mode, Instant now) {
    this.old = old;
    this.mode = mode;
    this.now = now;
  }

  Changed of(NamespaceDraft said, Parts file) {
    NamespaceDraft content = mode.replaces() ? said : old.content();
    boolean isReplaced = !content.equals(old.content());
    Parts parts = mode == LoadMode.SKIP ? old.parts() : merged(file);
    Namespace loaded =
        new Namespace(
            old.id(), content, parts, old.createdAt(), isReplaced ? now : old.updatedAt());
    List<Change> changes = new ArrayList<>();
    if (isReplaced) {
      changes.add(new Change.NamespaceReplaced(loaded, old));
    }
    removed.forEach(part -> changes.add(new Change.PartRemoved(loaded, part)));
    replaced.forEach(part -> changes.add(new Change.PartReplaced(loaded, part, part.name())));
    added.forEach(part -> changes.add(new Change.PartAdded(loaded, part)));
    return Changed.to(loaded, changes);
  }

  private Parts merged(Parts file) {
    Map<Part.Key, Part<?>> wanted = byKey(file);
    Map<Part.Key, Part<?>> result = new LinkedHashMap<>();
    if (mode.removes()) {
      // In the order of the file.
      result.putAll(wanted);
    }
    byKey(old.parts())
        .forEach((key, part) -> {
          Part<?> other = wanted.remove(key);
          if (other != null) {
            result.put(key, chosen(part, other));
          } else if (mode.removes()) {
            removed.add(part);
          } else {
            result.put(key, part);
          }
        });
    added.addAll(wanted.values());
    result.putAll(wanted);
    return new Parts(List.copyOf(result.values()));
  }

  private Part<?> chosen(Part<?> part, Part<?> other) {
    if (!mode.replaces() || other.content().equals(part.content())) {
      return part;
    }
    Part<?> replacement = part.replacedBy(other.content(), now);
    replaced.add(replacement);
    return replacement;
  }

  private static Map<Part.Key, Part<?>> byKey(Parts parts) {
    Map<Part.Key, Part<?>> byKey = new LinkedHashMap<>();
    parts.all().forEach(part -> byKey.put(part.key(), part));
    return byKey;
  }
}
