package io.vitrine.store.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 10",
    "bytes=90-, 90, 10",
    "bytes=-5, 95, 5",
    "bytes=-500, 0, 100",
    "bytes=50-5000, 50, 50",
    "bytes=99-99, 99, 1",
    "bytes = 1-2, 1, 2"
  })
  void readsTheFormsOfARange(String header, long offset, long length) {
    assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange(offset, length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=100-",
        "bytes=9-5",
        "bytes=-0",
        "bytes=-",
        "bytes=x",
        "lines=1-2",
        "",
        "bytes=99999999999999999999-"
      })
  void cannotSatisfyWhatIsNotThere(String header) {
    assertThat(kindOf(header, 100)).isEqualTo(ProblemKind.RANGE_NOT_SATISFIABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=-1"})
  void findsNoRangeInAnEmptyImage(String header) {
    assertThat(kindOf(header, 0)).isEqualTo(ProblemKind.RANGE_NOT_SATISFIABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,3-4", "bytes=0-1, -5"})
  void refusesSeveralRanges(String header) {
    assertThat(kindOf(header, 100)).isEqualTo(ProblemKind.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes 0-9/*", "bytes 0-9/100"})
  void readsTheOldContentRange(String header) {
    assertThat(ByteRange.ofContentRange(header, 100)).isEqualTo(new ByteRange(0, 10));
  }

  private static ProblemKind kindOf(String header, long size) {
    try {
      ByteRange.of(header, size);
    } catch (ProblemException e) {
      return e.problem().kind();
    }
    throw new AssertionError("was read as a range: " + header);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes */100", "bytes 0-/100", "0-9"})
  void refusesAMalformedContentRange(String header) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ByteRange.ofContentRange(header, 100))
        .satisfies(e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_REQUEST));
  }
}
