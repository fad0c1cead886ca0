package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.it.Contract.Operation;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.Checkout;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is documented is served, and what is served is documented. */
class OpenApiIT {
  private static final List<String> METHODS = List.of("GET", "PUT", "POST", "PATCH", "DELETE");
  private static final String JAX_RS = "jakarta.ws.rs.";
  private static final DotName PATH = DotName.createSimple(JAX_RS + "Path");

  private final TestCluster cluster = TestCluster.get();
  private final Contract contract = Contract.of(cluster.gateway());
  private final ImageApi nobody = new ImageApi(cluster.gateway(), Map.of());

  static Stream<String> pathsThatRefuseMethods() {
    return Contract.of(TestCluster.get().gateway()).operations().stream()
        .map(operation -> operation.path)
        .distinct();
  }

  private static String filled(String path) {
    return path.replaceAll("\\{(image|task|upload)_id}", UUID.randomUUID().toString())
        .replaceAll("\\{\\w+}", "x");
  }

  @ParameterizedTest
  @MethodSource("pathsThatRefuseMethods")
  void aPathHasTheDocumentedMethodsAndNoOthers(String path) {
    // Given
    Set<String> allowed = contract.methods(path);
    ImageApi admin = cluster.as("admin");
    for (String method : Stream.concat(METHODS.stream(), Stream.of("OPTIONS")).toList()) {
      if (!allowed.contains(method)) {
        // When
        Answer answer = admin.send(method, filled(path), Map.of(), BodyPublishers.noBody());
        // Then
        assertThat(answer.status()).as(method).isEqualTo(405);
        assertThat(answer.header("Allow").split(", "))
            .as(method)
            .containsExactlyInAnyOrderElementsOf(allowed);
      }
    }
  }

  @Test
  void everyOperationHasANameOfItsOwn() {
    assertThat(contract.operations()).extracting(operation -> operation.id).doesNotHaveDuplicates();
  }

  @Test
  void whatNeedsATokenRefusesWhoHasNone() {
    for (Operation operation : contract.operations()) {
      Answer answer =
          nobody.send(operation.method, filled(operation.path), Map.of(), BodyPublishers.noBody());

      assertThat(answer.status() == 401).as(operation.toString()).isEqualTo(operation.needsToken());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry-service", "metadefs-service"})
  void aServiceHasNoRouteThatIsNotDocumented(String service) throws IOException {
    // Given
    Set<String> documented =
        contract.operations().stream()
            .map(operation -> operation.method + " " + nameless(operation.path))
            .collect(Collectors.toSet());
    // When
    Set<String> routes = routes(service);
    // Then
    assertThat(routes).isNotEmpty();
    assertThat(documented).containsAll(routes);
  }

  /** The public routes that a service was built with. */
  private static Set<String> routes(String service) throws IOException {
    Indexer indexer = new Indexer();
    Path built = Checkout.find().root().resolve(service + "/target/quarkus-app/app");
    try (Stream<Path> jars = Files.list(built)) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        index(indexer, jar);
      }
    }
    return indexer.complete().getAnnotations(PATH).stream()
        .filter(path -> path.target().kind() == AnnotationTarget.Kind.CLASS)
        .map(path -> path.target().asClass())
        .flatMap(OpenApiIT::routes)
        .filter(route -> route.contains(" /v2/"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void index(Indexer indexer, Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (entry.getName().endsWith(".class")) {
          indexer.index(zip.getInputStream(entry));
        }
      }
    }
  }

  private static Stream<String> routes(ClassInfo resource) {
    return resource.methods().stream()
        .flatMap(method ->
            METHODS.stream()
                .filter(verb -> method.hasAnnotation(DotName.createSimple(JAX_RS + verb)))
                .map(verb ->
                    verb + " " + nameless(path(resource.declaredAnnotation(PATH)) + path(method))));
  }

  private static String path(MethodInfo method) {
    return path(method.annotation(PATH));
  }

  private static String path(AnnotationInstance annotation) {
    AnnotationValue value = annotation == null ? null : annotation.value();
    String path = value == null ? "" : value.asString().replaceAll("^/|/$", "");
    return path.isEmpty() ? "" : "/" + path;
  }

  private static String nameless(String path) {
    return path.replaceAll("\\{\\w+}", "{}");
  }
}
