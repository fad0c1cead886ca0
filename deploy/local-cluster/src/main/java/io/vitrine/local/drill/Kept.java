package io.vitrine.local.drill;

import java.util.Optional;

/**
 * What a client was told of its image, and may rely on.
 *
 * @param act during which it was created
 * @param sha512 of its bytes; empty as long as it has none
 * @param member a project that it is shared with
 */
record Kept(
    String act, String name, Optional<String> sha512, Optional<String> member, boolean deleted) {

  static Kept created(String act, String name) {
    return new Kept(act, name, Optional.empty(), Optional.empty(), false);
  }

  Kept with(byte[] bytes) {
    return new Kept(act, name, Optional.of(Caller.sha512(bytes)), member, deleted);
  }

  Kept named(String newName) {
    return new Kept(act, newName, sha512, member, deleted);
  }

  Kept sharedWith(String project) {
    return new Kept(act, name, sha512, Optional.of(project), deleted);
  }

  Kept gone() {
    return new Kept(act, name, sha512, member, true);
  }
}
