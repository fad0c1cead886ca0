package io.vitrine.metadefs.namespace.part;

import io.vitrine.metadefs.definition.Names;
import org.jspecify.annotations.Nullable;

/**
 * Says that the definitions are for resources of a type.
 *
 * @param name the type's
 * @param prefix stands before the name of each property of such a resource; empty is none
 * @param target which of the resource's properties are meant, where it has several sets
 */
public record Association(String name, @Nullable String prefix, @Nullable String target)
    implements Content {
  public static final int MAX_PREFIX = 80;
  public static final int MAX_TARGET = 80;

  public Association {
    Content.checkName(PartKind.ASSOCIATION, name);
    limit("prefix", prefix, MAX_PREFIX);
    limit("properties_target", target, MAX_TARGET);
    if (prefix != null && Names.hasTreacherousCharacter(prefix)) {
      throw new PartProblem.Invalid(
              "prefix must not have slashes, backslashes or control characters.")
          .asException();
    }
  }

  @Override
  public PartKind<?> kind() {
    return PartKind.ASSOCIATION;
  }

  @Override
  public int size() {
    return name.length()
        + (prefix == null ? 0 : prefix.length())
        + (target == null ? 0 : target.length());
  }

  private static void limit(String field, @Nullable String value, int max) {
    if (value != null && value.length() > max) {
      throw new PartProblem.Invalid("%s has more than %d characters.".formatted(field, max))
          .asException();
    }
  }
}
