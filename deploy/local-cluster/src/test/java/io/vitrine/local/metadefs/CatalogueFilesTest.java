package io.vitrine.local.metadefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.vitrine.local.ClusterException;
import io.vitrine.local.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueFilesTest {
  @TempDir Path folder;

  @AutoClose private final TestServer server = new TestServer(this::handle);
  private final List<String> requests = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final CatalogueFiles files =
      new CatalogueFiles(
          new CatalogueCalls(server.url(), "token-1"),
          new PrintStream(printed, true, StandardCharsets.UTF_8));

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add((request + " " + body).strip());
    assertThat(exchange.getRequestHeaders().getFirst("X-Auth-Token")).isEqualTo("token-1");
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        if (body.contains("bad")) {
          TestServer.answer(exchange, 400, "{\"detail\":\"It is bad.\"}");
        } else {
          TestServer.answer(
              exchange,
              200,
              "{\"namespace\":\"OS::A\",\"result\":\"merged\",\"added\":1,\"replaced\":2,\"removed\":3}");
        }
      }
      case "DELETE" -> TestServer.answer(exchange, 204, "");
      default ->
          TestServer.answer(
              exchange,
              200,
              switch (exchange.getRequestURI().toString()) {
                case "/v2/metadefs/namespaces?limit=1000&sort_key=namespace&sort_dir=asc" ->
                    "{\"namespaces\":[{\"namespace\":\"OS::A B\"}],\"next\":\"/v2/metadefs/namespaces?marker=x\"}";
                case "/v2/metadefs/namespaces?marker=x" ->
                    "{\"namespaces\":[{\"namespace\":\"OS::AB\"}]}";
                default -> "{\"text\":\"" + exchange.getRequestURI() + " ü\"}";
              });
    }
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void loadsEveryFileOfAFolderThatNamesANamespace() throws Exception {
    // Given
    write("b.json", "{\"namespace\":\"B\",\"description\":\"ü\"}");
    write("a.json", "{\"namespace\":\"A\"}");
    write("catalogue.json", "{\"version\":1}");
    write("notes.txt", "{\"namespace\":\"C\"}");
    // When
    boolean all = files.load(folder, LoadMode.PREFER_NEW);
    // Then
    assertThat(all).isTrue();
    assertThat(requests)
        .containsExactly(
            "POST /v2/metadefs/catalogue?mode=prefer-new {\"namespace\":\"A\"}",
            "POST /v2/metadefs/catalogue?mode=prefer-new {\"namespace\":\"B\",\"description\":\"ü\"}");
    assertThat(printed())
        .contains("merged      OS::A (1 parts added, 2 replaced, 3 removed)")
        .contains("catalogue.json names no namespace");
  }

  @Test
  void goesOnAfterAFileThatIsRefused() throws Exception {
    // Given
    write("a.json", "{\"namespace\":\"bad\"}");
    write("b.json", "{no json");
    write("c.json", "{\"namespace\":\"C\"}");
    // When
    boolean all = files.load(folder, LoadMode.SKIP);
    // Then
    assertThat(all).isFalse();
    assertThat(printed()).contains("a.json: ", "It is bad.", "b.json: no JSON", "merged");
  }

  @Test
  void refusesAPlaceThatIsNotThere() {
    assertThatThrownBy(() -> files.load(folder.resolve("nowhere"), LoadMode.SKIP))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void exportsAllNamespacesOfAllPages() throws Exception {
    // When
    files.export(List.of(), folder.resolve("new"));
    // Then
    assertThat(folder.resolve("new/os-a-b.json"))
        .hasContent(
            """
            {
              "text" : "/v2/metadefs/catalogue/OS%3A%3AA%20B ü"
            }
            """);
    assertThat(folder.resolve("new/os-ab.json")).exists();
  }

  @Test
  void exportsWhatIsNamed() throws Exception {
    // When
    files.export(List.of("OS::Compute::CPUMode", "os compute cpumode", "::"), folder);
    // Then
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "os-compute-cpumode.json", "os-compute-cpumode-2.json", "namespace.json");
  }

  @Test
  void unloadsOneNamespaceOrThoseOfAFolder() throws Exception {
    // Given
    write("a.json", "{\"namespace\":\"OS::A\"}");
    write("catalogue.json", "{\"version\":1}");
    // When
    files.unload("one");
    files.unload(folder.toString());
    // Then
    assertThat(requests)
        .containsExactly(
            "DELETE /v2/metadefs/catalogue/one", "DELETE /v2/metadefs/catalogue/OS%3A%3AA");
  }
}
