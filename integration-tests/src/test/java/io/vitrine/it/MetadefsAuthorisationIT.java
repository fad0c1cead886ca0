package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may do what with metadata definitions, as clients meet it. The namespace belongs to demo; for
 * the administrator it is alt_demo's, so that he is a stranger to it, too. What is in it is called
 * a, what a request adds is called b. Somebody without a role in any project is the stranger.
 *
 * <p>Where there are two codes, the first is for a private namespace, the second for a public one.
 */
class MetadefsAuthorisationIT {
  private static final String MATRIX =
      """
      method | path                                                   | body                                     | admin | demo | demo_reader | alt_demo | service | stranger | nobody
      GET    | /schemas/metadefs/{schema_name}                        |                                          | 200   | 200  | 200         | 200      | 200     | 200      | 401
      GET    | /metadefs/resource_types                               |                                          | 200   | 200  | 200         | 200      | 403     | 401      | 401
      POST   | /metadefs/validate                                     | {"properties":{}}                        | 200   | 200  | 200         | 200      | 403     | 401      | 401

      GET    | /metadefs/namespaces                                   |                                          | 200   | 200  | 200         | 200      | 403     | 401      | 401
      POST   | /metadefs/namespaces                                   | {"namespace":"{new}"}                    | 201   | 403  | 403         | 403      | 403     | 401      | 401
      GET    | /metadefs/namespaces/{namespace}                       |                                          | 200   | 200  | 200         | 404 200  | 404     | 401      | 401
      PUT    | /metadefs/namespaces/{namespace}                       | {"namespace":"{new}"}                    | 200   | 403  | 403         | 404 403  | 404     | 401      | 401
      DELETE | /metadefs/namespaces/{namespace}                       |                                          | 204   | 403  | 403         | 404 403  | 404     | 401      | 401

      GET    | /metadefs/namespaces/{namespace}/properties            |                                          | 200   | 200  | 200         | 404 200  | 404     | 401      | 401
      POST   | /metadefs/namespaces/{namespace}/properties            | {"name":"b","title":"B","type":"string"} | 201   | 403  | 403         | 404 403  | 404     | 401      | 401
      DELETE | /metadefs/namespaces/{namespace}/properties            |                                          | 204   | 403  | 403         | 404 403  | 404     | 401      | 401
      GET    | /metadefs/namespaces/{namespace}/properties/{part}     |                                          | 200   | 200  | 200         | 404 200  | 404     | 401      | 401
      PUT    | /metadefs/namespaces/{namespace}/properties/{part}     | {"name":"b","title":"B","type":"string"} | 200   | 403  | 403         | 404 403  | 404     | 401      | 401
      DELETE | /metadefs/namespaces/{namespace}/properties/{part}     |                                          | 204   | 403  | 403         | 404 403  | 404     | 401      | 401

      GET    | /metadefs/namespaces/{namespace}/objects               |                                          | 200   | 200  | 200         | 404 200  | 404     | 401      | 401
      POST   | /metadefs/namespaces/{namespace}/objects               | {"name":"b"}                             | 201   | 403  | 403         | 404 403  | 404     | 401      | 401
      DELETE | /metadefs/namespaces/{namespace}/objects               |                                          | 204   | 403  | 403         | 404 403  | 404     | 401      | 401
      GET    | /metadefs/namespaces/{namespace}/objects/{part}        |                                          | 200   | 200  | 200         | 404 200  | 404     | 401      | 401
      PUT    | /metadefs/namespaces/{namespace}/objects/{part}        | {"name":"b"}                             | 200   | 403  | 403         | 404 403  | 404     | 401      | 401
      DELETE | /metadefs/namespaces/{namespace}/objects/{part}        |                                          | 204   | 403  | 403         | 404 403  | 404     | 401      | 401

      GET    | /metadefs/namespaces/{namespace}/tags                  |                                          | 200   | 200  | 200         | 404 200  | 404     | 401      | 401
      POST   | /metadefs/namespaces/{namespace}/tags                  | {"tags":[{"name":"b"}]}                  | 201   | 403  | 403         | 404 403  | 404     | 401      | 401
      DELETE | /metadefs/namespaces/{namespace}/tags                  |                                          | 204   | 403  | 403         | 404 403  | 404     | 401      | 401
      GET    | /metadefs/namespaces/{namespace}/tags/{part}           |                                          | 200   | 200  | 200         | 404 200  | 404     | 401      | 401
      POST   | /metadefs/namespaces/{namespace}/tags/{part}           |                                          | 201   | 403  | 403         | 404 403  | 404     | 401      | 401
      PUT    | /metadefs/namespaces/{namespace}/tags/{part}           | {"name":"b"}                             | 200   | 403  | 403         | 404 403  | 404     | 401      | 401
      DELETE | /metadefs/namespaces/{namespace}/tags/{part}           |                                          | 204   | 403  | 403         | 404 403  | 404     | 401      | 401

      GET    | /metadefs/namespaces/{namespace}/resource_types        |                                          | 200   | 200  | 200         | 404 200  | 404     | 401      | 401
      POST   | /metadefs/namespaces/{namespace}/resource_types        | {"name":"b"}                             | 201   | 403  | 403         | 404 403  | 404     | 401      | 401
      DELETE | /metadefs/namespaces/{namespace}/resource_types/{part} |                                          | 204   | 403  | 403         | 404 403  | 404     | 401      | 401

      POST   | /metadefs/catalogue                                    | {"namespace":"{new}"}                    | 200   | 403  | 403         | 403      | 403     | 401      | 401
      GET    | /metadefs/catalogue/{namespace}                        |                                          | 200   | 200  | 200         | 404 200  | 404     | 401      | 401
      DELETE | /metadefs/catalogue/{namespace}                        |                                          | 204   | 403  | 403         | 404 403  | 404     | 401      | 401
      """;

  private static final TestCluster CLUSTER = TestCluster.get();
  private static final Map<String, ImageApi> APIS = apis();

  private static Map<String, ImageApi> apis() {
    KeycloakAdmin keycloak = new KeycloakAdmin(CLUSTER);
    Map<String, ImageApi> apis =
        Stream.of("admin", "demo", "demo_reader", "alt_demo")
            .collect(Collectors.toMap(user -> user, CLUSTER::as));
    apis.put("service", new ImageApi(CLUSTER.gateway(), keycloak.tokenOfAService()));
    apis.put("stranger", new ImageApi(CLUSTER.gateway(), keycloak.tokenOfAStranger()));
    apis.put("nobody", new ImageApi(CLUSTER.gateway(), Map.of()));
    return apis;
  }

  /**
   * A row of the matrix.
   *
   * @param codes what each of the users gets
   */
  private record Row(String method, String path, String body, Map<String, String> codes) {
    static Row of(List<String> head, List<String> cells) {
      Map<String, String> codes = new LinkedHashMap<>();
      for (int i = 3; i < head.size(); i++) {
        codes.put(head.get(i), cells.get(i));
      }
      return new Row(cells.get(0), "/v2" + cells.get(1), cells.get(2), codes);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static Stream<Row> rows() {
    List<List<String>> table = new ArrayList<>();
    MATRIX
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .forEach(table::add);
    List<String> head = table.removeFirst();
    return table.stream().map(cells -> Row.of(head, cells));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everybodyMayDoWhatTheMatrixSays(Row row) {
    Map<String, String> codes = new LinkedHashMap<>();
    row.codes().keySet().forEach(user -> codes.put(user, codes(row, user)));

    assertThat(codes).isEqualTo(row.codes());
  }

  @Test
  void theMatrixHasEveryOperation() {
    assertThat(rows().map(Row::toString))
        .containsExactlyInAnyOrderElementsOf(
            Contract.of(CLUSTER.gateway()).operations().stream()
                .map(Contract.Operation::toString)
                .filter(operation -> operation.contains("/metadefs/"))
                .toList());
  }

  private static String codes(Row row, String user) {
    return Stream.of("private", "public")
        .map(visibility -> "" + answer(row, user, visibility).status())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static Answer answer(Row row, String user, String visibility) {
    String namespace = namespace(user.equals("admin") ? "alt_demo" : "demo", visibility);
    String path =
        row.path
            .replace("{namespace}", namespace)
            .replace("{schema_name}", "namespace")
            .replaceAll("\\{\\w+}", row.method.equals("POST") ? "b" : "a");
    String body = row.body.replace("{new}", unused());
    return APIS.get(user)
        .send(
            row.method,
            path,
            Map.of("Content-Type", "application/json"),
            body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  private static String namespace(String owner, String visibility) {
    String name = unused();
    Answer created =
        APIS.get("admin")
            .post(
                "/v2/metadefs/namespaces",
                """
                {"namespace": "%s", "owner": "%s", "visibility": "%s",
                 "properties": {"a": {"title": "A", "type": "string"}},
                 "objects": [{"name": "a"}], "tags": [{"name": "a"}],
                 "resource_type_associations": [{"name": "a"}]}
                """
                    .formatted(name, owner, visibility));
    assertThat(created.status()).as("%s", created).isEqualTo(201);
    return name;
  }

  private static String unused() {
    return "it-" + UUID.randomUUID();
  }
}
