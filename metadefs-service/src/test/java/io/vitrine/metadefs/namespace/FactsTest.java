package io.vitrine.metadefs.namespace;

import static io.restassured.RestAssured.given;
import static io.vitrine.metadefs.Api.ROOT;
import static io.vitrine.metadefs.Api.admin;
import static io.vitrine.metadefs.Api.unused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vitrine.events.FactCodec;
import io.vitrine.events.MetadefFact;
import io.vitrine.events.MetadefFact.NamespaceCreated;
import io.vitrine.events.MetadefFact.NamespaceDeleted;
import io.vitrine.events.MetadefFact.NamespaceUpdated;
import io.vitrine.events.MetadefFact.ObjectCreated;
import io.vitrine.events.MetadefFact.ObjectDeleted;
import io.vitrine.events.MetadefFact.ObjectUpdated;
import io.vitrine.events.MetadefFact.PropertyCreated;
import io.vitrine.events.MetadefFact.PropertyDeleted;
import io.vitrine.events.MetadefFact.PropertyUpdated;
import io.vitrine.events.MetadefFact.ResourceTypeAssociated;
import io.vitrine.events.MetadefFact.ResourceTypeDissociated;
import io.vitrine.events.MetadefFact.TagCreated;
import io.vitrine.events.MetadefFact.TagDeleted;
import io.vitrine.events.MetadefFact.TagUpdated;
import io.vitrine.metadefs.Surroundings;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What waits in the outbox while Kafka is away. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class FactsTest {
  private static final String PROPERTY =
      "{\"name\":\"%s\",\"type\":\"number\",\"title\":\"T\",\"default\":2,\"minimum\":1.5}";

  @Inject DataSource database;

  private final String name = unused();
  private final String path = ROOT + "/" + name;

  /** About namespaces whose name begins like that of this test. */
  private List<MetadefFact> facts() throws SQLException {
    List<MetadefFact> facts = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select type, payload, subject from outbox order by id")) {
      while (rows.next()) {
        MetadefFact fact =
            (MetadefFact) FactCodec.decode(rows.getString(1), rows.getBytes(2)).orElseThrow();
        assertThat(rows.getString(3)).isEqualTo(fact.namespace().id().toString());
        if (fact.namespace().name().startsWith(name)) {
          facts.add(fact);
        }
      }
    }
    return facts;
  }

  private List<Class<?>> kinds() throws SQLException {
    return facts().stream().<Class<?>>map(Object::getClass).toList();
  }

  private static void post(String path, String body, int status) {
    admin().contentType("application/json").body(body).post(path).then().statusCode(status);
  }

  private static void put(String path, String body) {
    admin().contentType("application/json").body(body).put(path).then().statusCode(200);
  }

  private static void delete(String path) {
    admin().delete(path).then().statusCode(204);
  }

  private void create(String more) {
    post(ROOT, "{\"namespace\":\"%s\"%s}".formatted(name, more), 201);
  }

  @Test
  void everyChangeIsAFactInOrder() throws SQLException {
    // When
    create("");
    post(path + "/properties", PROPERTY.formatted("p"), 201);
    put(path + "/properties/p", PROPERTY.formatted("q"));
    post(path + "/objects", "{\"name\":\"o\",\"properties\":{}}", 201);
    put(path + "/objects/o", "{\"name\":\"o\",\"description\":\"D\",\"properties\":{}}");
    admin().post(path + "/tags/t").then().statusCode(201);
    put(path + "/tags/t", "{\"name\":\"u\"}");
    post(path + "/resource_types", "{\"name\":\"OS::X\",\"prefix\":\"x_\"}", 201);
    put(path, "{\"namespace\":\"%s-2\",\"visibility\":\"public\"}".formatted(name));
    delete(path + "-2/properties/q");
    delete(path + "-2/objects/o");
    delete(path + "-2/tags/u");
    delete(path + "-2/resource_types/OS::X");
    delete(path + "-2");
    // Then
    assertThat(kinds())
        .containsExactly(
            NamespaceCreated.class,
            PropertyCreated.class,
            PropertyUpdated.class,
            ObjectCreated.class,
            ObjectUpdated.class,
            TagCreated.class,
            TagUpdated.class,
            ResourceTypeAssociated.class,
            NamespaceUpdated.class,
            PropertyDeleted.class,
            ObjectDeleted.class,
            TagDeleted.class,
            ResourceTypeDissociated.class,
            NamespaceDeleted.class);
    assertThat(facts().stream().map(fact -> fact.namespace().version()))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void aFactTellsWhatIsThereAndWhatItWasCalled() throws SQLException {
    // When
    create(",\"owner\":\"demo\",\"description\":\"D\"");
    post(path + "/properties", PROPERTY.formatted("p"), 201);
    put(path + "/properties/p", PROPERTY.formatted("q"));
    put(path + "/properties/q", PROPERTY.formatted("q"));
    put(path, "{\"namespace\":\"%s-2\",\"visibility\":\"public\"}".formatted(name));
    // Then
    List<MetadefFact> facts = facts();
    assertThat(facts.getFirst().namespace().owner()).isEqualTo("demo");
    assertThat(facts.getFirst().namespace().description()).isEqualTo("D");
    PropertyUpdated renamed = (PropertyUpdated) facts.get(2);
    assertThat(renamed.oldName()).isEqualTo("p");
    assertThat(renamed.property().name()).isEqualTo("q");
    assertThat(renamed.property().definition())
        .isEqualTo(Map.of("type", "number", "title", "T", "default", 2, "minimum", 1.5));
    assertThat(((PropertyUpdated) facts.get(3)).oldName()).isNull();
    NamespaceUpdated moved = (NamespaceUpdated) facts.getLast();
    assertThat(moved.oldName()).isEqualTo(name);
    assertThat(moved.namespace().name()).isEqualTo(name + "-2");
    assertThat(moved.namespace().visibility()).isEqualTo("public");
  }

  @Test
  void eachPartOfManyIsAFact() throws SQLException {
    // When
    create(
        ",\"tags\":[{\"name\":\"a\"},{\"name\":\"b\"}],"
            + "\"resource_type_associations\":[{\"name\":\"OS::X\"}]");
    post(path + "/tags", "{\"tags\":[{\"name\":\"b\"},{\"name\":\"c\"}]}", 201);
    delete(path + "/tags");
    // Then
    assertThat(kinds())
        .containsExactlyInAnyOrder(
            NamespaceCreated.class,
            ResourceTypeAssociated.class,
            TagCreated.class,
            TagCreated.class,
            TagDeleted.class,
            TagCreated.class,
            TagDeleted.class,
            TagDeleted.class);
    assertThat(kinds().getFirst()).isEqualTo(NamespaceCreated.class);
  }

  @Test
  void whatIsRefusedIsNoFact() throws SQLException {
    // When
    create("");
    post(ROOT, "{\"namespace\":\"%s\"}".formatted(name), 409);
    admin().post(path + "/tags/t").then().statusCode(201);
    admin().post(path + "/tags/t").then().statusCode(409);
    post(path + "/tags", "{\"tags\":[{\"name\":\"a\"},{\"name\":\"a\"}]}", 409);
    // Then
    assertThat(kinds()).containsExactly(NamespaceCreated.class, TagCreated.class);
  }

  @Test
  void kafkasAbsenceLeavesItHealthy() {
    given().get("/q/health").then().statusCode(200);
  }
}
