package io.vitrine.metadefs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = ClosedDatabase.class, restrictToAnnotatedClass = true)
class DatabaseAwayTest {
  @Test
  void asksToComeAgain() {
    given()
        .header("X-Auth-Token", Tokens.of("other", "reader"))
        .get("/v2/metadefs/namespaces")
        .then()
        .statusCode(503)
        .header("Retry-After", "5")
        .body(containsString("The catalogue is away for a moment"));
  }
}
