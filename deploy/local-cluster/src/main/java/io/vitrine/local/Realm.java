package io.vitrine.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The people of the realm file, which is the one place that knows them. */
public record Realm(List<User> users) {

  public Realm {
    users = List.copyOf(users);
  }

  /**
   * Somebody who can log in.
   *
   * @param role the strongest role in the user's first project
   */
  public record User(String name, String password, String project, String role) {
    @Override
    public String toString() {
      return name + " (" + role + " of " + project + ")";
    }
  }

  public static Realm read(Path file) throws IOException {
    var users = new ArrayList<User>();
    for (JsonNode user : new ObjectMapper().readTree(file.toFile()).path("users")) {
      String password = user.path("credentials").path(0).path("value").asText("");
      String[] group = user.path("groups").path(0).asText("").split("/", -1);
      if (!password.isEmpty() && group.length == 4) {
        users.add(new User(user.path("username").asText(), password, group[2], group[3]));
      }
    }
    return new Realm(users);
  }

  public Optional<User> user(String name) {
    return users.stream().filter(user -> user.name().equals(name)).findFirst();
  }

  public Optional<User> memberOf(String project) {
    return users.stream().filter(user -> user.project().equals(project)).findFirst();
  }
}
