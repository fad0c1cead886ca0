package io.vitrine.metadefs.namespace.part;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All parts of a namespace, in the order in which they came. They are kept in one row and shown
 * together, so there is a limit to them; and each goes into an event of its own.
 */
public record Parts(List<Part<?>> all) {
  public static final Parts NONE = new Parts(List.of());

  public static final int MAX_COUNT = 2_000;

  /** In characters; no more than half of it are beyond ASCII if a part is to fit a Kafka record. */
  public static final int MAX_PART_SIZE = 128 * 1024;

  public static final int MAX_SIZE = 512 * 1024;

  public Parts {
    all = List.copyOf(all);
    checkLimits(all);
    checkNames(all);
  }

  public <C extends Content> List<Part<C>> of(PartKind<C> kind) {
    return all.stream().filter(kind::has).map(part -> typed(kind, part)).toList();
  }

  public <C extends Content> Optional<Part<C>> find(PartKind<C> kind, String name) {
    return of(kind).stream().filter(part -> part.name().equals(name)).findFirst();
  }

  /** Fails with {@link PartProblem.Missing}. */
  public <C extends Content> Part<C> get(PartKind<C> kind, String name) {
    return find(kind, name).orElseThrow(() -> new PartProblem.Missing(kind, name).asException());
  }

  public static Parts of(Collection<? extends Part<?>> all) {
    return NONE.with(all);
  }

  /** Fails with {@link PartProblem.Exists} if there is one of the same kind and name. */
  public Parts with(Collection<? extends Part<?>> added) {
    List<Part<?>> more = new ArrayList<>(all);
    more.addAll(added);
    return new Parts(more);
  }

  /**
   * Puts a part into another's place. Fails with {@link PartProblem.Exists} as an addition does.
   */
  public Parts with(Part<?> replaced, Part<?> replacement) {
    List<Part<?>> other = new ArrayList<>(all);
    Collections.replaceAll(other, replaced, replacement);
    return new Parts(other);
  }

  public Parts without(Collection<? extends Part<?>> removed) {
    Set<Part<?>> gone = new HashSet<>(removed);
    return new Parts(all.stream().filter(part -> !gone.contains(part)).toList());
  }

  private static <C extends Content> Part<C> typed(PartKind<C> kind, Part<?> part) {
    return new Part<>(kind.type().cast(part.content()), part.createdAt(), part.updatedAt());
  }

  private static void checkLimits(List<Part<?>> parts) {
    if (parts.size() > MAX_COUNT) {
      throw tooLarge("A namespace has at most %d parts.".formatted(MAX_COUNT));
    }
    long size = 0;
    for (Part<?> part : parts) {
      if (part.content().size() > MAX_PART_SIZE) {
        throw tooLarge(
            "The %s %s is larger than %d characters."
                .formatted(part.content().kind().text(), part.name(), MAX_PART_SIZE));
      }
      size += part.content().size();
    }
    if (size > MAX_SIZE) {
      throw tooLarge(
          "The parts of a namespace have at most %d characters together.".formatted(MAX_SIZE));
    }
  }

  private static void checkNames(List<Part<?>> parts) {
    Set<Part.Key> keys = new HashSet<>();
    for (Part<?> part : parts) {
      if (!keys.add(part.key())) {
        throw new PartProblem.Exists(part.content().kind(), part.name()).asException();
      }
    }
  }

  private static RuntimeException tooLarge(String message) {
    return new PartProblem.TooLarge(message).asException();
  }
}
