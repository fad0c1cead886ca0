package io.vitrine.metadefs.namespace;

import org.jspecify.annotations.Nullable;

/** What a client says about a namespace; what is left out has its default by now. */
public record NamespaceDraft(
    NamespaceName name,
    @Nullable String displayName,
    @Nullable String description,
    Visibility visibility,
    boolean isProtected,
    String owner) {
  public static final int MAX_DISPLAY_NAME = 80;
  public static final int MAX_DESCRIPTION = 500;
  public static final int MAX_OWNER = 255;

  public NamespaceDraft {
    limit("display_name", displayName, MAX_DISPLAY_NAME);
    limit("description", description, MAX_DESCRIPTION);
    limit("owner", owner, MAX_OWNER);
  }

  private static void limit(String field, @Nullable String value, int max) {
    if (value != null && value.length() > max) {
      throw new NamespaceProblem.Invalid("%s has more than %d characters.".formatted(field, max))
          .asException();
    }
  }
}
