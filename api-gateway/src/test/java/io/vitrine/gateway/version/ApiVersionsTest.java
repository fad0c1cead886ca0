package io.vitrine.gateway.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ApiVersionsTest {

  @Test
  void listsEveryMinorVersionNewestFirst() throws Exception {
    // When
    JsonNode versions =
        new ObjectMapper().readTree(ApiVersions.document("https://img.example")).get("versions");
    // Then
    assertThat(versions).hasSize(19);
    assertThat(versions.get(0).get("id").asText()).isEqualTo("v2.18");
    assertThat(versions.get(0).get("status").asText()).isEqualTo("CURRENT");
    assertThat(versions.get(18).get("id").asText()).isEqualTo("v2.0");
    assertThat(versions)
        .allSatisfy(version ->
            assertThat(version.get("links").get(0).get("href").asText())
                .isEqualTo("https://img.example/v2/"));
    assertThat(versions)
        .filteredOn(version -> version.get("status").asText().equals("SUPPORTED"))
        .hasSize(18);
  }
}
