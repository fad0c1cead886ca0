package io.vitrine.problem.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.CompositeException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import org.hibernate.HibernateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseAwayTest {
  private static PgException answered(String sqlState) {
    return new PgException("said the database", "ERROR", sqlState, "");
  }

  @ParameterizedTest
  @CsvSource({
    "08006, true",
    "57P01, true",
    "57P03, true",
    "57014, false",
    "23505, false",
    "40001, false"
  })
  void theStateTellsAnAbsentDatabaseFromARefusal(String sqlState, boolean away) {
    assertThat(DatabaseAway.isAway(answered(sqlState))).isEqualTo(away);
  }

  @Test
  void looksBehindWhatHibernateSays() {
    assertThat(DatabaseAway.isAway(new HibernateException("no", new ConnectException()))).isTrue();
    assertThat(DatabaseAway.isAway(new HibernateException("no"))).isFalse();
  }

  @Test
  void oneOfSeveralFailuresIsEnough() {
    assertThat(
            DatabaseAway.isAway(
                new CompositeException(new IllegalStateException(), answered("57P01"))))
        .isTrue();
    assertThat(
            DatabaseAway.isAway(
                new CompositeException(new IllegalStateException(), answered("23505"))))
        .isFalse();
  }
}
