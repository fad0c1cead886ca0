package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.it.ImageApi.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The role matrix as clients meet it. The image belongs to demo, and where it is shared, it is
 * shared with alt_demo and with a third project. For the administrator it is the other way round:
 * the image is alt_demo's and shared with demo, so that he is a stranger to it, too.
 *
 * <p>A list says {@code ok} where it shows the image and {@code -} where it does not.
 */
class AuthorisationIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final Map<String, ImageApi> APIS =
      Stream.of("admin", "demo", "demo_reader", "alt_demo")
          .collect(Collectors.toMap(user -> user, CLUSTER::as));
  private static final Map<String, String> UNCHANGED = new ConcurrentHashMap<>();
  private static final byte[] BYTES = Disks.raw(1 << 10, 7);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          verb                                  | image            | admin | demo | demo_reader | alt_demo
          show                                  | private          | ok    | ok   | ok          | 404
          show                                  | shared           | ok    | ok   | ok          | 404
          show                                  | shared, pending  | ok    | ok   | ok          | ok
          show                                  | shared, accepted | ok    | ok   | ok          | ok
          show                                  | shared, rejected | ok    | ok   | ok          | ok
          show                                  | community        | ok    | ok   | ok          | ok
          show                                  | public           | ok    | ok   | ok          | ok

          list                                  | private          | ok    | ok   | ok          | -
          list                                  | shared           | ok    | ok   | ok          | -
          list                                  | shared, pending  | ok    | ok   | ok          | -
          list                                  | shared, accepted | ok    | ok   | ok          | ok
          list                                  | shared, rejected | ok    | ok   | ok          | -
          list                                  | community        | -     | ok   | ok          | -
          list                                  | public           | ok    | ok   | ok          | ok
          list visibility=all                   | private          | ok    | ok   | ok          | -
          list visibility=all                   | shared, pending  | ok    | ok   | ok          | -
          list visibility=all                   | shared, accepted | ok    | ok   | ok          | ok
          list visibility=all                   | community        | ok    | ok   | ok          | ok
          list visibility=all                   | public           | ok    | ok   | ok          | ok
          list visibility=private               | private          | ok    | ok   | ok          | -
          list visibility=private               | shared, accepted | -     | -    | -           | -
          list visibility=shared                | shared           | ok    | ok   | ok          | -
          list visibility=shared                | shared, accepted | ok    | ok   | ok          | ok
          list visibility=shared                | public           | -     | -    | -           | -
          list visibility=community             | community        | ok    | ok   | ok          | ok
          list visibility=community             | shared, accepted | -     | -    | -           | -
          list visibility=public                | public           | ok    | ok   | ok          | ok
          list member_status=pending            | shared, pending  | ok    | ok   | ok          | ok
          list member_status=pending            | shared, accepted | ok    | ok   | ok          | -
          list member_status=rejected           | shared, rejected | ok    | ok   | ok          | ok
          list member_status=rejected           | shared, pending  | ok    | ok   | ok          | -
          list member_status=all                | private          | ok    | ok   | ok          | -
          list member_status=all                | shared           | ok    | ok   | ok          | -
          list member_status=all                | shared, pending  | ok    | ok   | ok          | ok
          list member_status=all                | shared, accepted | ok    | ok   | ok          | ok
          list member_status=all                | shared, rejected | ok    | ok   | ok          | ok
          list member_status=all                | community        | -     | ok   | ok          | -
          list visibility=all&member_status=all | shared, rejected | ok    | ok   | ok          | ok

          download                              | private          | ok    | ok   | 403         | 404
          download                              | shared           | ok    | ok   | 403         | 404
          download                              | shared, pending  | ok    | ok   | 403         | ok
          download                              | shared, accepted | ok    | ok   | 403         | ok
          download                              | community        | ok    | ok   | 403         | ok
          download                              | public           | ok    | ok   | 403         | ok

          patch                                 | private          | ok    | ok   | 403         | 404
          patch                                 | shared           | ok    | ok   | 403         | 404
          patch                                 | shared, pending  | ok    | ok   | 403         | 403
          patch                                 | shared, accepted | ok    | ok   | 403         | 403
          patch                                 | community        | ok    | ok   | 403         | 403
          patch                                 | public           | ok    | ok   | 403         | 403

          delete                                | private          | ok    | ok   | 403         | 404
          delete                                | shared           | ok    | ok   | 403         | 404
          delete                                | shared, pending  | ok    | ok   | 403         | 403
          delete                                | shared, accepted | ok    | ok   | 403         | 403
          delete                                | community        | ok    | ok   | 403         | 403
          delete                                | public           | ok    | ok   | 403         | 403

          upload                                | private          | ok    | ok   | 403         | 404
          upload                                | shared           | ok    | ok   | 403         | 404
          upload                                | shared, pending  | ok    | ok   | 403         | 403
          upload                                | shared, accepted | ok    | ok   | 403         | 403
          upload                                | community        | ok    | ok   | 403         | 403
          upload                                | public           | ok    | ok   | 403         | 403

          stage                                 | private          | ok    | ok   | 403         | 404
          stage                                 | shared           | ok    | ok   | 403         | 404
          stage                                 | shared, pending  | ok    | ok   | 403         | 403
          stage                                 | shared, accepted | ok    | ok   | 403         | 403
          stage                                 | community        | ok    | ok   | 403         | 403
          stage                                 | public           | ok    | ok   | 403         | 403

          import                                | private          | ok    | ok   | 403         | 404
          import                                | shared           | ok    | ok   | 403         | 404
          import                                | shared, pending  | ok    | ok   | 403         | 403
          import                                | shared, accepted | ok    | ok   | 403         | 403
          import                                | community        | ok    | ok   | 403         | 403
          import                                | public           | ok    | ok   | 403         | 403

          list members                          | private          | 403   | 403  | 403         | 404
          list members                          | shared           | ok    | ok   | ok          | 404
          list members                          | shared, pending  | ok    | ok   | ok          | ok
          list members                          | shared, accepted | ok    | ok   | ok          | ok
          list members                          | community        | 403   | 403  | 403         | 403
          list members                          | public           | 403   | 403  | 403         | 403

          add member                            | private          | 403   | 403  | 403         | 404
          add member                            | shared           | ok    | ok   | 403         | 404
          add member                            | shared, pending  | ok    | ok   | 403         | 403
          add member                            | shared, accepted | ok    | ok   | 403         | 403
          add member                            | community        | 403   | 403  | 403         | 403
          add member                            | public           | 403   | 403  | 403         | 403

          remove member                         | private          | 403   | 403  | 403         | 404
          remove member                         | shared           | 404   | 404  | 404         | 404
          remove member                         | shared, pending  | ok    | ok   | 403         | 403
          remove member                         | shared, accepted | ok    | ok   | 403         | 403
          remove member                         | community        | 403   | 403  | 403         | 403
          remove third                          | shared, accepted | ok    | ok   | 403         | 404

          set status                            | private          | 403   | 403  | 403         | 404
          set status                            | shared           | 404   | 404  | 404         | 404
          set status                            | shared, pending  | ok    | 403  | 403         | ok
          set status                            | shared, accepted | ok    | 403  | 403         | ok
          set status                            | community        | 403   | 403  | 403         | 403
          set status of third                   | shared, accepted | ok    | 403  | 403         | 404

          publicize                             | private          | ok    | 403  | 403         | 404
          publicize                             | shared, accepted | ok    | 403  | 403         | 403
          publicize                             | community        | ok    | 403  | 403         | 403
          communitize                           | private          | ok    | ok   | 403         | 404
          communitize                           | shared, accepted | ok    | ok   | 403         | 403
          communitize                           | public           | ok    | ok   | 403         | 403
          """)
  void decidesAsGlanceDoes(
      String verb, String image, String admin, String demo, String reader, String other) {
    assertThat(
            List.of(
                outcome(verb, image, "admin"),
                outcome(verb, image, "demo"),
                outcome(verb, image, "demo_reader"),
                outcome(verb, image, "alt_demo")))
        .containsExactly(admin, demo, reader, other);
  }

  /** Creating has no image to be allowed on. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          visibility | owner    | admin | demo | demo_reader
          private    | demo     | ok    | ok   | 403
          shared     | demo     | ok    | ok   | 403
          community  | demo     | ok    | ok   | 403
          public     | demo     | ok    | 403  | 403
          shared     | alt_demo | ok    | 403  | 403
          """)
  @Tag("attack")
  @Tag("OSSN-0015")
  void createsAsGlanceDoes(
      String visibility, String owner, String admin, String demo, String reader) {
    assertThat(
            Stream.of("admin", "demo", "demo_reader")
                .map(user -> told(create(APIS.get(user), owner, visibility))))
        .containsExactly(admin, demo, reader);
  }

  private static String outcome(String verb, String description, String user) {
    String owner = user.equals("admin") ? "alt_demo" : "demo";
    String other = user.equals("admin") ? "demo" : "alt_demo";
    // What only reads leaves the image as it was for the next row.
    String id =
        verb.startsWith("show") || verb.startsWith("list")
            ? UNCHANGED.computeIfAbsent(
                description + " of " + owner, key -> image(description, owner, other))
            : image(description, owner, other);
    ImageApi ownerApi = APIS.get(owner);
    switch (verb) {
      case "download" -> require(ownerApi.upload(id, BYTES));
      case "import" -> require(ownerApi.stage(id, BYTES));
      default -> {
        // A record is enough.
      }
    }
    ImageApi api = APIS.get(user);
    return verb.startsWith("list") && !verb.equals("list members")
        ? listed(api, verb.substring("list".length()).strip(), id)
        : told(attempt(verb, api, id, other));
  }

  private static String image(String description, String owner, String other) {
    String[] words = description.split(", ");
    String id = require(create(APIS.get("admin"), owner, words[0])).json().get("id").asText();
    if (words[0].equals("shared")) {
      require(addMember(APIS.get(owner), id, "third"));
    }
    if (words.length > 1) {
      require(addMember(APIS.get(owner), id, other));
      require(setStatus(APIS.get(other), id, other, words[1]));
    }
    return id;
  }

  private static Answer create(ImageApi api, String owner, String visibility) {
    return api.post(
        "/v2/images",
        """
        {"owner": "%s", "visibility": "%s", "disk_format": "raw", "container_format": "bare"}
        """
            .formatted(owner, visibility));
  }

  private static Answer attempt(String verb, ImageApi api, String id, String other) {
    return switch (verb) {
      case "show" -> api.get("/v2/images/" + id);
      case "download" -> api.download(id);
      case "patch" -> set(api, id, "name", "new");
      case "delete" -> api.delete("/v2/images/" + id);
      case "upload" -> api.upload(id, BYTES);
      case "stage" -> api.stage(id, BYTES);
      case "import" -> api.startImport(id, "");
      case "list members" -> api.get("/v2/images/" + id + "/members");
      case "add member" -> addMember(api, id, "fourth");
      case "remove member" -> api.delete("/v2/images/" + id + "/members/" + other);
      case "remove third" -> api.delete("/v2/images/" + id + "/members/third");
      case "set status" -> setStatus(api, id, other, "accepted");
      case "set status of third" -> setStatus(api, id, "third", "accepted");
      case "publicize" -> set(api, id, "visibility", "public");
      case "communitize" -> set(api, id, "visibility", "community");
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private static String listed(ImageApi api, String query, String id) {
    Answer answer = require(api.get("/v2/images?id=" + id + "&" + query));
    return answer.json().get("images").isEmpty() ? "-" : "ok";
  }

  private static Answer addMember(ImageApi api, String id, String project) {
    return api.post("/v2/images/" + id + "/members", "{\"member\":\"%s\"}".formatted(project));
  }

  private static Answer setStatus(ImageApi api, String id, String project, String status) {
    return api.put(
        "/v2/images/" + id + "/members/" + project,
        "{\"status\":\"%s\"}".formatted(status).getBytes(StandardCharsets.UTF_8));
  }

  private static Answer set(ImageApi api, String id, String property, String value) {
    return api.patch(
        id, "[{\"op\":\"replace\",\"path\":\"/%s\",\"value\":\"%s\"}]".formatted(property, value));
  }

  private static Answer require(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
    return answer;
  }

  private static String told(Answer answer) {
    return answer.status() / 100 == 2 ? "ok" : String.valueOf(answer.status());
  }
}
