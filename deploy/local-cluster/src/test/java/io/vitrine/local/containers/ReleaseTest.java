package io.vitrine.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseTest {
  @TempDir private Path folder;
  private Checkout checkout;

  @BeforeEach
  void writePom() throws IOException {
    Files.createDirectory(folder.resolve("deploy"));
    Files.createFile(folder.resolve("deploy/topics.properties"));
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <version>1.2.3</version>
          <properties>
            <project.build.outputTimestamp>2026-01-02T03:04:05Z</project.build.outputTimestamp>
          </properties>
          <dependencies><dependency><version>9</version></dependency></dependencies>
        </project>
        """);
    checkout = new Checkout(folder);
  }

  @Test
  void isWhatThePomSays() {
    assertThat(Release.of(checkout, Map.of()))
        .isEqualTo(new Release("1.2.3", Instant.parse("2026-01-02T03:04:05Z")));
  }

  @Test
  void mayBeOfAnotherTime() {
    assertThat(Release.of(checkout, Map.of("SOURCE_DATE_EPOCH", "60")).time())
        .isEqualTo(Instant.ofEpochSecond(60));
  }
}
