package io.vitrine.local.containers;

import io.vitrine.local.ClusterException;
import io.vitrine.local.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Docker, by its command line. */
public final class Engine {
  private final Path log;

  public Engine(Path log) {
    this.log = log;
  }

  public void requireRunning() throws IOException, InterruptedException {
    try {
      Commands.run(List.of("docker", "version"), Map.of(), log);
    } catch (IOException | ClusterException e) {
      throw new ClusterException("no Docker engine answers (Debian: apt install docker.io)", e);
    }
  }

  /** Returns the image's id; it gets no name. */
  String build(Path context, Path dockerfile, Map<String, String> arguments, List<String> options)
      throws IOException, InterruptedException {
    Path id = Files.createTempFile("vitrine-image", ".id");
    try {
      var command = docker("build", "--iidfile", id.toString(), "--file", dockerfile.toString());
      arguments.forEach(
          (name, value) -> command.addAll(List.of("--build-arg", name + "=" + value)));
      command.addAll(options);
      command.add(context.toString());
      Commands.run(command, Map.of(), log);
      return Files.readString(id).strip();
    } finally {
      Files.deleteIfExists(id);
    }
  }

  /** Makes an image of a whole file system. */
  void importTar(Path tar, String name) throws IOException, InterruptedException {
    Commands.run(docker("import", tar.toString(), name), Map.of(), log);
  }

  void save(String image, Path tar) throws IOException, InterruptedException {
    Commands.run(docker("save", "--output", tar.toString(), image), Map.of(), log);
  }

  void load(Path tar) throws IOException, InterruptedException {
    Commands.run(docker("load", "--input", tar.toString()), Map.of(), log);
  }

  /** Empty for an image that is not there. */
  public Optional<String> id(String image) throws IOException, InterruptedException {
    return inspect(image, "{{.Id}}");
  }

  long bytes(String image) throws IOException, InterruptedException {
    return inspect(image, "{{.Size}}").map(Long::parseLong).orElse(0L);
  }

  private Optional<String> inspect(String image, String format)
      throws IOException, InterruptedException {
    return Commands.output(docker("image", "inspect", "--format", format, image), log);
  }

  private static List<String> docker(String... arguments) {
    var command = new ArrayList<String>();
    command.add("docker");
    command.addAll(List.of(arguments));
    return command;
  }
}
