package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;

/** Whom PostgreSQL runs as when we are root, which it refuses to be. */
record UnprivilegedUser(String name) {
  private static final List<String> CANDIDATES = List.of("postgres", "nobody");

  /** Empty when we are an ordinary user and need no other. */
  static Optional<UnprivilegedUser> ifNeeded() throws IOException {
    if (!System.getProperty("user.name", "").equals("root")) {
      return Optional.empty();
    }
    List<String> accounts =
        Files.readAllLines(Path.of("/etc/passwd")).stream()
            .map(line -> line.split(":", 2)[0])
            .toList();
    return Optional.of(
        CANDIDATES.stream()
            .filter(accounts::contains)
            .findFirst()
            .map(UnprivilegedUser::new)
            .orElseThrow(() ->
                new ClusterException(
                    "PostgreSQL does not run as root, and there is no other user to run it as:"
                        + " make one named postgres, or run ./vitrine as an ordinary user")));
  }

  List<String> prefix() {
    return List.of("setpriv", "--reuid=" + name, "--clear-groups", "--");
  }

  void own(Path path) throws IOException {
    UserPrincipal owner =
        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
    Files.setOwner(path, owner);
  }

  /** Whether everybody may pass through this folder and all above it. */
  static boolean canReach(Path folder) throws IOException {
    for (Path step = folder; step != null; step = step.getParent()) {
      if (Files.exists(step)
          && !Files.getPosixFilePermissions(step).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }
}
