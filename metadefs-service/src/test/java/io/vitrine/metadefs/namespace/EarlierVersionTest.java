package io.vitrine.metadefs.namespace;

import static io.vitrine.metadefs.Api.ROOT;
import static io.vitrine.metadefs.Api.admin;
import static io.vitrine.metadefs.Api.create;
import static io.vitrine.metadefs.Api.unused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vitrine.metadefs.Surroundings;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** An instance that knows namespaces only, without parts, goes on beside this one. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class EarlierVersionTest {
  @Inject DataSource database;

  @Test
  void whatItCreatesHasNoPartsYet() throws SQLException {
    // Given
    String name = unused();
    execute(
        """
        insert into namespaces
          (id, namespace, visibility, protected, owner, created_at, updated_at, version)
        values (gen_random_uuid(), ?, 'private', false, 'cloud', now(), now(), 0)
        """,
        name);
    // When
    admin().post(ROOT + "/" + name + "/tags/a").then().statusCode(201);
    // Then
    admin().get(ROOT + "/" + name).then().body("tags.name", contains("a"));
  }

  @Test
  void itsReplacementKeepsTheParts() throws SQLException {
    // Given
    String name = unused();
    create(name, Map.of("tags", List.of(Map.of("name", "a"))));
    // When
    execute(
        """
        update namespaces set description = 'new', version = version + 1 where namespace = ?
        """,
        name);
    // Then
    admin()
        .get(ROOT + "/" + name)
        .then()
        .body("description", equalTo("new"))
        .body("tags.name", contains("a"));
  }

  @Test
  void itSeesEachChangeOfThisOne() throws SQLException {
    // Given
    String name = unused();
    create(name, Map.of());
    // When
    admin().post(ROOT + "/" + name + "/tags/a").then().statusCode(201);
    // Then
    assertThat(
            execute("update namespaces set version = 7 where version = 0 and namespace = ?", name))
        .isZero();
  }

  private int execute(String sql, String name) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      return statement.executeUpdate();
    }
  }
}
