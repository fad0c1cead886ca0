package io.vitrine.gateway.keystone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRuleTest {
  @ParameterizedTest
  @CsvSource({
    "/v2/images,/v2/images,true",
    "/v2/images,/v2/images/,false",
    "/v2/images/*,/v2/images/a,true",
    "/v2/images/*,/v2/images/,false",
    "/v2/images/*,/v2/images/a/b,false",
    "/v2/images/{id}/file,/v2/images/a/file,true",
    "/v2/images/{id}/file,/v2/images/a/b/file,false",
    "/v2/**,/v2/images/a/file,true",
    "/v2/**/file,/v2/images/a/file,true",
    "/v2/**/file,/v2/images/a/files,false",
    "**,/v2,true",
    "/v2/*mages,/v2/images,true",
    "/v2/{id,/v2/x,false",
    "/v2/.*,/v2/x,false",
  })
  void readsPatterns(String pattern, String path, boolean allowed) {
    assertThat(new AccessRule("image", "GET", pattern).allows("image", "GET", path))
        .isEqualTo(allowed);
  }

  @Test
  void countsForItsServiceAndMethodOnly() {
    AccessRule rule = new AccessRule("image", "GET", "**");

    assertThat(rule.allows("compute", "GET", "/x")).isFalse();
    assertThat(rule.allows("image", "PUT", "/x")).isFalse();
  }

  @Test
  void aPatternOfManyReadingsIsReadOnce() {
    AccessRule rule = new AccessRule("image", "GET", "/" + "**a".repeat(40) + "b");

    assertThat(rule.allows("image", "GET", "/" + "a".repeat(10_000))).isFalse();
  }
}
