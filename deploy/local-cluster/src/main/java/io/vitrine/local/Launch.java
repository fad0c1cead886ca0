package io.vitrine.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * How a part's process is started.
 *
 * @param version changes when the program itself changes, so that a rebuilt service is replaced
 */
record Launch(
    List<String> command, Map<String, String> environment, Path directory, String version) {

  Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  String fingerprint() {
    var checksum = new CRC32C();
    String all = command + "|" + new TreeMap<>(environment) + "|" + version;
    checksum.update(all.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(checksum.getValue());
  }

  /** The environment may hold secrets. */
  @Override
  public String toString() {
    return "Launch" + command;
  }
}
