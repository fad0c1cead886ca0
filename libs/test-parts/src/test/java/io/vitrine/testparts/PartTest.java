package io.vitrine.testparts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
  @ParameterizedTest
  @CsvSource({"POSTGRES, 'postgres:[0-9.]+'", "S3, 'andrewgaul/s3proxy:[0-9.]+'"})
  void imagesAreThoseOfTheComposeFile(Part part, String pattern) {
    assertThat(part.official()).matches(pattern);
  }
}
