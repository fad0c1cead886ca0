package io.vitrine.local.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseFileTest {

  @Test
  void hasHolesBetweenAndBehindTheData(@TempDir Path folder) throws Exception {
    // Given
    Path path = folder.resolve("disk");
    Files.write(path, new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
    // When
    try (SparseFile file = new SparseFile(path)) {
      file.write(new byte[] {0, 1, 2}, 1, 2);
      file.writeZeros(2);
      file.write(new byte[] {3}, 0, 1);
      file.writeZeros(3);
    }
    // Then
    assertThat(Files.readAllBytes(path)).containsExactly(1, 2, 0, 0, 3, 0, 0, 0);
  }
}
