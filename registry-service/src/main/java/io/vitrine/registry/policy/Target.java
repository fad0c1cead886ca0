package io.vitrine.registry.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a rule is asked about. What is null here equals nothing.
 *
 * @param owner the project that it belongs to
 * @param visibility as the API spells it
 * @param memberId the caller's project, where it sees the image because it is shared with it
 */
public record Target(
    @Nullable String owner, @Nullable String visibility, @Nullable String memberId) {
  /** For what belongs to nobody, such as the list of all tasks. */
  public static final Target NONE = new Target(null, null, null);

  /** For what is asked before there is an image. */
  public static Target of(String owner, String visibility) {
    return new Target(owner, visibility, null);
  }
}
