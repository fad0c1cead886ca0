package io.vitrine.metadefs.namespace;

import static io.vitrine.metadefs.Api.ROOT;
import static io.vitrine.metadefs.Api.as;
import static io.vitrine.metadefs.Api.create;
import static io.vitrine.metadefs.Api.unused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vitrine.metadefs.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a look at namespaces asks of the database, as Hibernate logs it. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class StatementsTest {
  private static final Logger SQL = Logger.getLogger("org.hibernate.SQL");

  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final Handler listener = new Listener();
  private final String type = unused();
  private final List<String> names = List.of("a" + unused(), "b" + unused(), "c" + unused());

  private final class Listener extends Handler {
    @Override
    public void publish(LogRecord statement) {
      if (statement.getMessage().contains("namespace")) {
        statements.add(statement.getMessage());
      }
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @BeforeEach
  void createSome() {
    for (String name : names) {
      create(
          name,
          Map.of(
              "visibility", "public",
              "properties", Map.of("p", Map.of("type", "string", "title", "P")),
              "objects", List.of(Map.of("name", "o")),
              "tags", List.of(Map.of("name", "t")),
              "resource_type_associations", List.of(Map.of("name", type), Map.of("name", "r"))));
    }
    SQL.setLevel(Level.FINE);
    SQL.addHandler(listener);
  }

  @AfterEach
  void listenNoMore() {
    SQL.removeHandler(listener);
    SQL.setLevel(null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "&marker=%s&sort_key=namespace&sort_dir=asc", "&visibility=public&limit=2"})
  void aPageIsOneAndLeavesMostPartsUnread(String query) {
    // When
    as("other", "reader")
        .get(ROOT + "?resource_types=" + type + query.formatted(names.getFirst()))
        .then()
        .statusCode(200);
    // Then
    assertThat(statements).hasSize(1);
    assertThat(statements.getFirst()).doesNotContain("properties", "objects", "tags");
  }

  @Test
  void aWholeNamespaceIsOne() {
    // When
    as("other", "reader").get(ROOT + "/" + names.getFirst()).then().statusCode(200);
    // Then
    assertThat(statements).hasSize(1);
  }
}
