package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.OpenStackClients.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified OpenStack clients sign in and do their work. */
class ClientsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private final TestCluster cluster = TestCluster.get();
  private final String unique = UUID.randomUUID().toString().substring(0, 8);
  private OpenStackClients clients;

  @BeforeAll
  static void clientsAreThere() {
    OpenStackClients.requireInstalled();
  }

  @BeforeEach
  void writeCloudsFile() throws IOException {
    clients = new OpenStackClients(cluster, folder);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("disk-" + unique), bytes);
  }

  private String authUrl() {
    return cluster.gateway() + "/identity/v3";
  }

  @Test
  void openstackUploadsChangesAndSavesAnImage() throws IOException {
    byte[] disk = Disks.raw(3 << 20, 31);
    String name = "image-" + unique;
    // Created
    JsonNode created =
        clients
            .openstack(
                "demo",
                "image",
                "create",
                name,
                "--file",
                file(disk).toString(),
                "--disk-format",
                "raw",
                "--container-format",
                "bare",
                "--tag",
                "first",
                "--property",
                "os_distro=debian",
                "-f",
                "json")
            .json();
    String id = created.get("id").asText();
    // Found by name, changed
    clients
        .openstack(
            "demo",
            "image",
            "set",
            name,
            "--name",
            name + "-new",
            "--property",
            "colour=red",
            "--tag",
            "second",
            "--min-disk",
            "2",
            "--community")
        .ok();
    JsonNode shown = clients.openstack("demo", "image", "show", id, "-f", "json").json();
    assertThat(shown.get("status").asText()).isEqualTo("active");
    assertThat(shown.get("name").asText()).isEqualTo(name + "-new");
    assertThat(shown.get("min_disk").asInt()).isEqualTo(2);
    assertThat(shown.get("size").asInt()).isEqualTo(disk.length);
    assertThat(shown.get("checksum").asText()).isEqualTo(Disks.md5(disk));
    assertThat(shown.get("visibility").asText()).isEqualTo("community");
    assertThat(shown.get("owner").asText()).isEqualTo("demo");
    assertThat(shown.at("/properties/os_distro").asText()).isEqualTo("debian");
    assertThat(shown.at("/properties/colour").asText()).isEqualTo("red");
    assertThat(shown.get("tags").toString()).contains("first", "second");
    // Taken back
    clients.openstack("demo", "image", "unset", id, "--tag", "first", "--property", "colour").ok();
    JsonNode unset = clients.openstack("demo", "image", "show", id, "-f", "json").json();
    assertThat(unset.get("properties").has("colour")).isFalse();
    assertThat(unset.get("tags").toString()).contains("second").doesNotContain("first");
    // Listed, saved, deleted
    assertThat(
            clients
                .openstack("demo", "image", "list", "--name", name + "-new", "--long", "-f", "json")
                .json())
        .hasSize(1);
    Path saved = folder.resolve("saved");
    clients.openstack("demo", "image", "save", "--file", saved.toString(), name + "-new").ok();
    assertThat(Files.readAllBytes(saved)).isEqualTo(disk);
    clients.openstack("demo", "image", "delete", id).ok();
    Result gone = clients.openstack("demo", "image", "show", id);
    assertThat(gone.exit()).isEqualTo(1);
    assertThat(gone.err()).contains("No Image found").doesNotContain("Traceback");
  }

  @Test
  void openstackSharesAnImageByNameAndById() throws IOException {
    // Given
    String id = cluster.as("demo").create("raw");
    // When: by name, which only works if a member can resolve it
    clients.openstack("demo", "image", "set", id, "--shared").ok();
    JsonNode member =
        clients.openstack("demo", "image", "add", "project", id, "alt_demo", "-f", "json").json();
    // Then
    assertThat(member.get("member_id").asText()).isEqualTo("alt_demo");
    assertThat(member.get("status").asText()).isEqualTo("pending");
    clients.openstack("alt_demo", "image", "set", id, "--accept").ok();
    assertThat(
            clients
                .openstack("demo", "image", "member", "list", id, "-f", "json")
                .json()
                .at("/0/Status")
                .asText())
        .isEqualTo("accepted");
    assertThat(clients.openstack("alt_demo", "image", "list", "-f", "json").ok().out())
        .contains(id);
    clients.openstack("demo", "image", "remove", "project", id, "alt_demo").ok();
    assertThat(clients.openstack("alt_demo", "image", "show", id).exit()).isEqualTo(1);
  }

  @Test
  void glanceListsWhatIsOfferedAndImports() throws IOException {
    // Given
    // Its table breaks words.
    assertThat(clients.glance("demo", "import-info").ok().out().replaceAll("[|\\s]", ""))
        .contains("glance-direct");
    assertThat(clients.glance("demo", "stores-info").ok().out()).contains("primary");
    byte[] disk = Disks.raw(2 << 20, 32);
    // When
    String id =
        clients
            .glance(
                "demo",
                "image-create-via-import",
                "--import-method",
                "glance-direct",
                "--file",
                file(disk).toString(),
                "--disk-format",
                "raw",
                "--container-format",
                "bare",
                "--name",
                "imported-" + unique)
            .row("id");
    // Then
    ImageApi images = cluster.as("demo");
    await().atMost(PATIENCE).until(() -> images.status(id).equals("active"));
    Path saved = folder.resolve("saved");
    clients.glance("demo", "image-download", "--file", saved.toString(), id).ok();
    assertThat(Files.readAllBytes(saved)).isEqualTo(disk);
  }

  @Test
  void glanceUploadsUpdatesTagsSharesAndDeletes() throws IOException {
    byte[] disk = Disks.raw(1 << 20, 33);
    String id =
        clients
            .glance(
                "demo",
                "image-create",
                "--name",
                "glance-" + unique,
                "--file",
                file(disk).toString(),
                "--disk-format",
                "raw",
                "--container-format",
                "bare")
            .row("id");
    clients.glance("demo", "image-update", id, "--property", "a=b", "--min-ram", "5").ok();
    clients.glance("demo", "image-tag-update", id, "blue").ok();
    clients.glance("demo", "image-tag-delete", id, "blue").ok();
    clients.glance("demo", "member-create", id, "alt_demo").ok();
    clients.glance("alt_demo", "member-update", id, "alt_demo", "accepted").ok();
    assertThat(clients.glance("demo", "member-list", "--image-id", id).ok().out())
        .contains("alt_demo", "accepted");
    clients.glance("demo", "member-delete", id, "alt_demo").ok();
    Result shown = clients.glance("demo", "image-show", id);
    assertThat(shown.row("a")).isEqualTo("b");
    assertThat(shown.row("min_ram")).isEqualTo("5");
    assertThat(shown.row("tags")).isEqualTo("[]");
    assertThat(clients.glance("demo", "image-list").ok().out()).contains(id);
    clients.glance("demo", "image-delete", id).ok();
    Result gone = clients.glance("demo", "image-show", id);
    assertThat(gone.exit()).isEqualTo(1);
    assertThat(gone.err()).contains("404").doesNotContain("Traceback");
  }

  @Test
  void openstackTellsWhoOneIsAndWhatThereIs() {
    JsonNode token = clients.openstack("demo", "token", "issue", "-f", "json").json();
    assertThat(token.get("project_id").asText()).isEqualTo("demo");
    assertThat(token.get("user_id").asText()).isNotEmpty();
    assertThat(
            clients
                .openstack("demo", "catalog", "list", "-f", "json")
                .json()
                .findValuesAsText("Type"))
        .containsExactlyInAnyOrder("identity", "image");
    assertThat(
            clients
                .openstack("demo", "project", "list", "-f", "json")
                .json()
                .findValuesAsText("ID"))
        .containsExactly("demo");
    assertThat(
            clients
                .openstack("admin", "project", "list", "-f", "json")
                .json()
                .findValuesAsText("ID"))
        .contains("demo", "alt_demo");
    JsonNode project = clients.openstack("demo", "project", "show", "demo", "-f", "json").json();
    assertThat(project.get("id").asText()).isEqualTo("demo");
    assertThat(project.get("domain_id").asText()).isEqualTo("default");
  }

  @Test
  void anApplicationCredentialSignsIn() {
    String name = "ac-" + unique;
    JsonNode credential =
        clients.openstack("demo", "application", "credential", "create", name, "-f", "json").json();
    String id = credential.get("id").asText();
    String secret = credential.get("secret").asText();
    String[] signIn = {
      "--os-auth-type",
      "v3applicationcredential",
      "--os-auth-url",
      authUrl(),
      "--os-application-credential-id",
      id,
      "--os-application-credential-secret",
      secret
    };
    assertThat(
            clients.openstack("demo", "application", "credential", "list", "-f", "json").ok().out())
        .contains(id)
        .doesNotContain(secret);
    assertThat(
            clients
                .openstack("demo", "application", "credential", "show", name, "-f", "json")
                .json()
                .get("id")
                .asText())
        .isEqualTo(id);
    clients.openstackAlone(with(signIn, "image", "list")).ok();

    clients.openstack("demo", "application", "credential", "delete", name).ok();
    Result refused = clients.openstackAlone(with(signIn, "image", "list"));
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("401");
  }

  @Test
  void aTokenSignsInUntilItIsRevoked() {
    // Given
    String token =
        new IdentityApi(cluster.gateway()).token("demo", cluster.user("demo").password(), "demo");
    String[] signIn = {
      "--os-auth-type",
      "v3token",
      "--os-auth-url",
      authUrl(),
      "--os-token",
      token,
      "--os-project-name",
      "demo",
      "--os-project-domain-name",
      "Default"
    };
    clients.openstackAlone(with(signIn, "image", "list")).ok();
    // When
    clients.openstack("demo", "token", "revoke", token).ok();
    // Then
    assertThat(clients.openstackAlone(with(signIn, "image", "list")).exit()).isEqualTo(1);
  }

  private static String[] with(String[] signIn, String... command) {
    return Stream.of(signIn, command).flatMap(Arrays::stream).toArray(String[]::new);
  }

  @Test
  void aWrongPasswordIsAnsweredInASentence() {
    // Given: somebody new, since Keycloak remembers failed attempts for a while
    KeycloakAdmin keycloak = new KeycloakAdmin(cluster);
    String user = "wrong-" + unique;
    keycloak.assign(keycloak.createUser(user, "right"), "demo", "member");
    // When
    Result refused =
        clients.openstackAlone(
            "--os-auth-type",
            "password",
            "--os-auth-url",
            authUrl(),
            "--os-username",
            user,
            "--os-password",
            "wrong",
            "--os-project-name",
            "demo",
            "--os-user-domain-name",
            "Default",
            "--os-project-domain-name",
            "Default",
            "image",
            "list");
    // Then
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("The request you have made requires authentication. (HTTP 401)")
        .doesNotContain("Traceback");
  }
}
