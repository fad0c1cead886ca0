package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A path that is there refuses the methods it does not have, and says which it has. */
class MethodsIT {
  private final TestCluster cluster = TestCluster.get();
  private final ImageApi admin = cluster.as("admin");
  private final String id = admin.create("raw");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT    | /v2/images                       | GET, HEAD, POST",
        "DELETE | /v2/images                       | GET, HEAD, POST",
        "POST   | /v2/images/{id}                  | DELETE, GET, HEAD, PATCH",
        "PUT    | /v2/images/{id}                  | DELETE, GET, HEAD, PATCH",
        "GET    | /v2/images/{id}/tags/x           | DELETE, PUT",
        "POST   | /v2/images/{id}/tags/x           | DELETE, PUT",
        "GET    | /v2/images/{id}/actions/deactivate | POST",
        "PUT    | /v2/images/{id}/actions/reactivate | POST",
        "PUT    | /v2/images/{id}/members          | GET, HEAD, POST",
        "DELETE | /v2/images/{id}/members          | GET, HEAD, POST",
        "POST   | /v2/images/{id}/members/demo     | DELETE, GET, HEAD, PUT",
        "PATCH  | /v2/images/{id}/members/demo     | DELETE, GET, HEAD, PUT",
        "GET    | /v2/images/{id}/import           | POST",
        "POST   | /v2/images/{id}/tasks            | GET, HEAD",
        "POST   | /v2/images/{id}/file             | GET, HEAD, PUT",
        "GET    | /v2/images/{id}/stage            | PUT",
        "GET    | /v2/stores/primary/{id}          | DELETE",
        "PUT    | /v2/tasks                        | GET, HEAD, POST",
        "PATCH  | /v2/tasks/{id}                   | GET, HEAD",
        "POST   | /v2/info/stores                  | GET, HEAD",
        "DELETE | /v2/schemas/image                | GET, HEAD",
        "PUT    | /v2/metadefs/namespaces          | GET, HEAD, POST",
        "PUT    | /v2/metadefs/namespaces/x/tags   | DELETE, GET, HEAD, POST",
        "GET    | /v2/metadefs/namespaces/x/resource_types/y | DELETE",
        "TRACE  | /v2/images                       | GET, HEAD, POST",
        "PROPFIND | /v2/images/{id}/file           | GET, HEAD, PUT",
        "POST   | /                                | GET, HEAD",
      })
  void aPathSaysWhichMethodsItHas(String method, String path, String allowed) {
    Answer answer = admin.send(method, path.replace("{id}", id), Map.of(), BodyPublishers.noBody());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }
}
