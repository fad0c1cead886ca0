package io.vitrine.problem.database;

import io.smallrye.mutiny.CompositeException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vitrine.problem.ProblemMapper;
import io.vitrine.problem.RequestProblem;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import org.hibernate.HibernateException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A database that is away for a moment is no fault of the request: it may be sent again. */
public class DatabaseAway {
  private static final Logger LOG = Logger.getLogger(DatabaseAway.class);

  private final ProblemMapper problems = new ProblemMapper();

  @ServerExceptionMapper({
    PgException.class,
    VertxException.class,
    ClosedConnectionException.class,
    ConnectException.class,
    HibernateException.class,
    CompositeException.class
  })
  public Response map(Throwable e) {
    if (!isAway(e)) {
      return problems.unexpected(e);
    }
    LOG.warnf("The database is away: %s", e.getMessage());
    return problems.problem(
        new RequestProblem.Unavailable("The catalogue is away for a moment. Try again.")
            .asException());
  }

  /** Whether the database is, or was, away: the same may go well later. */
  public static boolean isAway(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof ClosedConnectionException
          || (cause instanceof PgException pg && isAway(pg.getSqlState()))
          || (cause instanceof CompositeException all
              && all.getCauses().stream().anyMatch(DatabaseAway::isAway))) {
        return true;
      }
    }
    return false;
  }

  /** Connection exceptions, shutdown, crash and start. */
  private static boolean isAway(String sqlState) {
    return sqlState != null && (sqlState.startsWith("08") || sqlState.startsWith("57P0"));
  }
}
