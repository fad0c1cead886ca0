package io.vitrine.local.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImportRequestTest {

  @Test
  void isAsGlanceHasIt() {
    assertThat(ImportRequest.staged(Optional.empty()).json())
        .hasToString("{\"method\":{\"name\":\"glance-direct\"}}");
    assertThat(new ImportRequest(Optional.of("http://there/a"), Optional.of("raw"), true).json())
        .hasToString(
            "{\"method\":{\"name\":\"web-download\",\"uri\":\"http://there/a\"},"
                + "\"output_format\":\"raw\",\"all_stores\":true,\"all_stores_must_succeed\":true}");
  }
}
