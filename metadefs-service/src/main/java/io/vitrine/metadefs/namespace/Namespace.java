package io.vitrine.metadefs.namespace;

import static java.util.function.Predicate.not;

import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.PartKind;
import io.vitrine.metadefs.namespace.part.PartProblem;
import io.vitrine.metadefs.namespace.part.Parts;
import io.vitrine.metadefs.namespace.part.Property;
import io.vitrine.metadefs.namespace.part.Tag;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A namespace of metadata definitions: the unit of every change.
 *
 * @param updatedAt when something was said about the namespace itself; its parts have their own
 */
public record Namespace(
    UUID id, NamespaceDraft content, Parts parts, Instant createdAt, Instant updatedAt) {

  public static Changed created(
      NamespaceDraft content, List<? extends Content> contents, Instant now) {
    List<Part<Content>> parts = made(contents, now);
    Namespace namespace = new Namespace(UUID.randomUUID(), content, Parts.of(parts), now, now);
    Stream<Change> creation = Stream.of(new Change.NamespaceCreated(namespace));
    return Changed.to(namespace, Stream.concat(creation, namespace.additions(parts)).toList());
  }

  public NamespaceName name() {
    return content.name();
  }

  /** What stands before the names of properties where they are said of such a resource. */
  public String prefixFor(String resourceType) {
    return parts
        .find(PartKind.ASSOCIATION, resourceType)
        .map(Part::content)
        .map(Association::prefix)
        .orElse("");
  }

  /**
   * The property that has this name where it is said of such a resource. Fails with {@link
   * PartProblem.Missing} if nothing associates the type, or the name has not its prefix.
   */
  public Part<Property> propertyOf(String resourceType, String prefixedName) {
    parts.get(PartKind.ASSOCIATION, resourceType);
    String prefix = prefixFor(resourceType);
    if (!prefixedName.startsWith(prefix)) {
      throw new PartProblem.Missing(PartKind.PROPERTY, prefixedName).asException();
    }
    return parts.get(PartKind.PROPERTY, prefixedName.substring(prefix.length()));
  }

  /** Fails with {@link PartProblem.Missing} if there is no part at the marker. */
  public <C extends Content> List<Part<C>> page(PartKind<C> kind, PageRequest page) {
    List<Part<C>> ascending = parts.of(kind).stream().sorted(order(page.sortKey())).toList();
    List<Part<C>> ordered = page.descending() ? ascending.reversed() : ascending;
    int start = page.marker().map(name -> ordered.indexOf(parts.get(kind, name)) + 1).orElse(0);
    return ordered.stream().skip(start).limit(page.limit()).toList();
  }

  /** Its parts stay. */
  public Changed replacedBy(NamespaceDraft replacement, Instant now) {
    Namespace replaced = new Namespace(id, replacement, parts, createdAt, now);
    return Changed.to(replaced, new Change.NamespaceReplaced(replaced, this));
  }

  public Changed deleted() {
    refuseIfProtected();
    return unloaded();
  }

  /** Deleted on purpose, protected or not. */
  public Changed unloaded() {
    return new Changed(Optional.empty(), List.of(new Change.NamespaceDeleted(this)));
  }

  /** What a file makes of it that says this. */
  public Changed loaded(
      NamespaceDraft said, List<? extends Content> contents, LoadMode mode, Instant now) {
    return new Loading(this, mode, now).of(said, Parts.NONE.with(made(contents, now)));
  }

  public Changed with(Content added, Instant now) {
    return withAll(List.of(added), now);
  }

  public Changed withAll(List<? extends Content> added, Instant now) {
    List<Part<Content>> more = made(added, now);
    Namespace larger = having(parts.with(more));
    return Changed.to(larger, larger.additions(more).toList());
  }

  public <C extends Content> Changed replacing(
      PartKind<C> kind, String name, C replacement, Instant now) {
    Part<C> replaced = parts.get(kind, name);
    Part<C> part = replaced.replacedBy(replacement, now);
    Namespace other = having(parts.with(replaced, part));
    return Changed.to(other, new Change.PartReplaced(other, part, name));
  }

  public Changed without(PartKind<?> kind, String name) {
    return without(List.of(parts.get(kind, name)));
  }

  public Changed withoutAll(PartKind<?> kind) {
    return without(parts.of(kind));
  }

  /**
   * Makes these the only tags. Those that there are already stay as they are; no tag at all is no
   * wish.
   */
  public Changed retagged(List<Tag> tags, Instant now) {
    if (tags.isEmpty()) {
      return Changed.to(this, List.of());
    }
    Set<Part<Tag>> old = new LinkedHashSet<>(parts.of(PartKind.TAG));
    Map<Tag, Part<Tag>> byTag = old.stream().collect(Collectors.toMap(Part::content, part -> part));
    List<Part<Tag>> wanted =
        tags.stream().map(tag -> byTag.getOrDefault(tag, Part.of(tag, now))).toList();
    Namespace retagged = having(parts.without(old).with(wanted));
    Set<Part<Tag>> kept = new HashSet<>(wanted);
    List<Part<Tag>> gone = old.stream().filter(not(kept::contains)).toList();
    List<Part<Tag>> added = wanted.stream().filter(not(old::contains)).toList();
    if (!gone.isEmpty()) {
      refuseIfProtected();
    }
    return Changed.to(
        retagged, Stream.concat(retagged.removals(gone), retagged.additions(added)).toList());
  }

  private Changed without(Collection<? extends Part<?>> removed) {
    refuseIfProtected();
    Namespace smaller = having(parts.without(removed));
    return Changed.to(smaller, smaller.removals(removed).toList());
  }

  private Stream<Change> additions(Collection<? extends Part<?>> added) {
    return added.stream().map(part -> new Change.PartAdded(this, part));
  }

  private Stream<Change> removals(Collection<? extends Part<?>> removed) {
    return removed.stream().map(part -> new Change.PartRemoved(this, part));
  }

  private Namespace having(Parts others) {
    return new Namespace(id, content, others, createdAt, updatedAt);
  }

  private void refuseIfProtected() {
    if (content.isProtected()) {
      throw new NamespaceProblem.Protected(name().text()).asException();
    }
  }

  boolean isVisibleTo(Viewer viewer) {
    return viewer.seesAll()
        || content.visibility() == Visibility.PUBLIC
        || content.owner().equals(viewer.projectId());
  }

  private static List<Part<Content>> made(List<? extends Content> contents, Instant now) {
    return contents.stream().map(content -> Part.<Content>of(content, now)).toList();
  }

  private static Comparator<Part<?>> order(PageRequest.SortKey key) {
    return switch (key) {
      case CREATED_AT -> Comparator.comparing(Part::createdAt);
      case UPDATED_AT -> Comparator.comparing(Part::updatedAt);
      case NAME -> Comparator.comparing(Part::name);
    };
  }
}
