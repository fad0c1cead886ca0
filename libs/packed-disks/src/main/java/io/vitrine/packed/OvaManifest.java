package io.vitrine.packed;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The digests that a {@code .mf} has of the files beside it: {@code SHA256(name)= hex}. */
final class OvaManifest {
  private static final Set<String> ALGORITHMS = Set.of("sha1", "sha256", "sha512");

  private final Map<String, Ova.Digest> digests = new HashMap<>();

  static OvaManifest parse(byte[] text) throws PackedDiskException {
    OvaManifest manifest = new OvaManifest();
    for (String line :
        new String(text, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList()) {
      manifest.add(line);
    }
    return manifest;
  }

  private void add(String line) throws PackedDiskException {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    int equals = line.indexOf('=', Math.max(0, close));
    if (open < 0 || close < open || equals < 0) {
      throw new PackedDiskException("ova: its .mf is not a list of digests");
    }
    String algorithm = line.substring(0, open).strip().toLowerCase(Locale.ROOT);
    String hex = line.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
    if (!ALGORITHMS.contains(algorithm) || !hex.matches("[0-9a-f]{40,128}")) {
      throw new PackedDiskException(
          "ova: its .mf has a digest that is not one of SHA1, SHA256 or SHA512");
    }
    String name = line.substring(open + 1, close);
    if (digests.put(name, new Ova.Digest(algorithm, hex)) != null) {
      throw new PackedDiskException("ova: its .mf has two digests of the same file");
    }
  }

  Optional<Ova.Digest> of(String name) {
    return Optional.ofNullable(digests.get(name));
  }
}
