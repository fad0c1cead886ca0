package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.it.OpenStackClients.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code md-} commands of the unmodified glance client, all of them. */
class MetadefClientsIT {
  private static final String PROPERTY = "{\"type\": \"integer\", \"minimum\": 1, \"default\": 2}";
  private static final String OBJECT =
      "{\"description\": \"D\", \"properties\": {\"port\": {\"title\": \"P\", \"type\": \"integer\"}}}";

  @TempDir private Path folder;
  private final TestCluster cluster = TestCluster.get();
  private final ImageApi admin = cluster.as("admin");
  private final String namespace = "it-" + UUID.randomUUID();
  private final String path = "/v2/metadefs/namespaces/" + namespace;
  private OpenStackClients clients;

  @BeforeAll
  static void clientsAreThere() {
    OpenStackClients.requireInstalled();
  }

  @BeforeEach
  void makeClients() throws IOException {
    clients = new OpenStackClients(cluster, folder);
  }

  private Result glance(String... arguments) {
    return clients.glance("admin", arguments);
  }

  private void createNamespace() {
    admin.post(
        "/v2/metadefs/namespaces",
        "{\"namespace\":\"%s\",\"visibility\":\"public\"}".formatted(namespace));
  }

  /** Others see what the table of a list has. */
  private String listed(String command) {
    return clients.glance("demo", command, namespace).ok().out();
  }

  @Test
  void managesNamespaces() throws IOException {
    // Created
    assertThat(
            glance("md-namespace-create", namespace, "--display-name", "Old", "--protected", "True")
                .row("protected"))
        .isEqualTo("True");
    // Changed: what is said, and with it what the client has seen of the rest
    glance("md-namespace-update", namespace, "--visibility", "public", "--protected", "False").ok();
    Result shown = clients.glance("demo", "md-namespace-show", namespace);
    assertThat(shown.row("visibility")).isEqualTo("public");
    assertThat(shown.row("display_name")).isEqualTo("Old");
    // Listed
    assertThat(clients.glance("demo", "md-namespace-list", "--page-size", "3").ok().out())
        .contains(namespace);
    assertThat(glance("md-namespace-list", "--visibility", "private").ok().out())
        .doesNotContain(namespace);
    // Renamed and deleted
    glance("md-namespace-update", namespace, "--namespace", namespace + "-new").ok();
    glance("md-namespace-delete", namespace + "-new").ok();
    Result gone = glance("md-namespace-show", namespace + "-new");
    assertThat(gone.exit()).isEqualTo(1);
    assertThat(gone.err()).contains("404").doesNotContain("Traceback");
    // Imported whole
    Path file =
        Files.writeString(
            folder.resolve("namespace.json"),
            """
            {"namespace": "%s", "resource_type_associations": [{"name": "T", "prefix": "hw_"}],
             "properties": {"p": {"title": "P", "type": "boolean", "default": true}},
             "objects": [{"name": "o"}], "tags": [{"name": "t"}]}
            """
                .formatted(namespace));
    glance("md-namespace-import", "--file", file.toString()).ok();
    Result prefixed = glance("md-namespace-show", namespace, "--resource-type", "T");
    assertThat(prefixed.row("properties")).isEqualTo("[\"hw_p\"]");
    assertThat(prefixed.row("objects")).isEqualTo("[\"o\"]");
    assertThat(prefixed.row("tags")).isEqualTo("[\"t\"]");
    assertThat(prefixed.row("resource_type_associations")).isEqualTo("[\"T\"]");
  }

  @Test
  void managesProperties() {
    createNamespace();
    glance(
            "md-property-create",
            namespace,
            "--name",
            "cpus",
            "--title",
            "CPUs",
            "--schema",
            PROPERTY)
        .ok();
    assertThat(admin.get(path + "/properties/cpus").json().get("default").isInt()).isTrue();
    glance("md-property-update", namespace, "cpus", "--name", "cores", "--title", "Cores").ok();
    Result shown = clients.glance("demo", "md-property-show", namespace, "cores");
    assertThat(shown.row("title")).isEqualTo("Cores");
    assertThat(shown.row("minimum")).isEqualTo("1");
    assertThat(listed("md-property-list")).contains("cores", "integer").doesNotContain("cpus");
    glance("md-property-delete", namespace, "cores").ok();
    assertThat(listed("md-property-list")).doesNotContain("cores");
    glance("md-namespace-properties-delete", namespace).ok();
  }

  @Test
  void managesObjects() {
    createNamespace();
    glance("md-object-create", namespace, "--name", "MySQL", "--schema", OBJECT).ok();
    assertThat(
            clients
                .glance("demo", "md-object-property-show", namespace, "MySQL", "port")
                .row("type"))
        .isEqualTo("integer");
    glance("md-object-update", namespace, "MySQL", "--name", "MariaDB").ok();
    Result shown = clients.glance("demo", "md-object-show", namespace, "MariaDB");
    assertThat(shown.row("description")).isEqualTo("D");
    assertThat(shown.row("properties")).isEqualTo("[\"port\"]");
    assertThat(listed("md-object-list")).contains("MariaDB").doesNotContain("MySQL");
    glance("md-object-delete", namespace, "MariaDB").ok();
    assertThat(listed("md-object-list")).doesNotContain("MariaDB");
    glance("md-namespace-objects-delete", namespace).ok();
  }

  @Test
  void managesTags() {
    createNamespace();
    glance("md-tag-create", namespace, "--name", "one").ok();
    glance("md-tag-update", namespace, "one", "--name", "first").ok();
    assertThat(clients.glance("demo", "md-tag-show", namespace, "first").row("name"))
        .isEqualTo("first");
    // Its --append fails before anything is sent.
    glance("md-tag-create-multiple", namespace, "--names", "second,third").ok();
    assertThat(listed("md-tag-list")).contains("second", "third").doesNotContain("first");
    glance("md-tag-delete", namespace, "third").ok();
    assertThat(listed("md-tag-list")).contains("second").doesNotContain("third");
    glance("md-namespace-tags-delete", namespace).ok();
    assertThat(listed("md-tag-list")).doesNotContain("second");
  }

  @Test
  void managesResourceTypes() {
    createNamespace();
    String type = "type-" + UUID.randomUUID();
    glance("md-resource-type-associate", namespace, "--name", type, "--prefix", "hw:").ok();
    assertThat(listed("md-namespace-resource-type-list")).contains(type, "hw:");
    assertThat(glance("md-namespace-list", "--resource-types", type).ok().out())
        .contains(namespace);
    glance("md-resource-type-deassociate", namespace, type).ok();
    assertThat(listed("md-namespace-resource-type-list")).doesNotContain(type);
    assertThat(glance("md-resource-type-list").ok().out()).contains(type);
  }
}
