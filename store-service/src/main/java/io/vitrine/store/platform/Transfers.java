package io.vitrine.store.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.upload.ReceiveImage.Patience;
import io.vitrine.store.upload.UploadBody;
import io.vitrine.store.upload.UploadProblem;
import io.vitrine.store.upload.resumable.ReadBack;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Bounds how many transfers run at once, and measures each of them. */
@ApplicationScoped
public class Transfers {
  /** Besides that of its parts, of which there is so much for all uploads together. */
  private static final long HEAP_OF_AN_UPLOAD = 8L << 20;

  private final MeterRegistry meters;
  private final Duration queueing;
  private final Map<Direction, Semaphore> permits = new EnumMap<>(Direction.class);

  Transfers(MeterRegistry meters, TransfersConfig config) {
    this.meters = meters;
    this.queueing = config.queueing();
    limit(Direction.UPLOAD, config.maxUploads().orElseGet(Transfers::uploadsThatFit));
    limit(Direction.DOWNLOAD, config.maxDownloads());
  }

  @Produces
  @Singleton
  static Patience patience(TransfersConfig config) {
    return new Patience(config.adoptionPatience(), config.requeuePatience());
  }

  @Produces
  @Singleton
  static ReadBack.Limit readBacks(TransfersConfig config) {
    return new ReadBack.Limit(config.maxReadBacks());
  }

  public enum Direction {
    UPLOAD,
    DOWNLOAD;

    private String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One transfer. */
  @FunctionalInterface
  public interface Transfer {
    /**
     * Moves the bytes.
     *
     * @param moved to be told of every piece that went through
     */
    void run(LongConsumer moved);
  }

  /** Runs the transfer on this thread, when its turn comes. */
  public void run(Direction direction, Transfer transfer) {
    call(
        direction,
        moved -> {
          transfer.run(moved);
          return true;
        });
  }

  /** The same for one of which something is left to do when it has given its place back. */
  public <T> T call(Direction direction, Function<LongConsumer, T> transfer) {
    Semaphore permit = permits.getOrDefault(direction, new Semaphore(1));
    if (!acquired(permit)) {
      count(direction, "busy");
      throw new UploadProblem.Busy(direction.tag() + "s").asException();
    }
    long begin = System.nanoTime();
    String outcome = "internal";
    try {
      var bytes = meters.counter("vitrine.transfer.bytes", "direction", direction.tag());
      T left = transfer.apply(bytes::increment);
      outcome = "ok";
      return left;
    } catch (RuntimeException e) {
      outcome = cause(e);
      count(direction, outcome);
      throw e;
    } finally {
      permit.release();
      meters
          .timer("vitrine.transfer.duration", "direction", direction.tag(), "outcome", outcome)
          .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
  }

  private boolean acquired(Semaphore permit) {
    try {
      return permit.tryAcquire(queueing.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void count(Direction direction, String cause) {
    meters
        .counter("vitrine.transfer.failures", "direction", direction.tag(), "cause", cause)
        .increment();
  }

  private static String cause(RuntimeException e) {
    return switch (e) {
      case ProblemException problem ->
          problem.problem().getClass().getSimpleName().toLowerCase(Locale.ROOT);
      case UploadBody.CutException _, ClientGoneException _ -> "cut";
      default -> "internal";
    };
  }

  private void limit(Direction direction, int most) {
    Semaphore free = new Semaphore(most, true);
    permits.put(direction, free);
    meters.gauge(
        "vitrine.transfers.running",
        Tags.of("direction", direction.tag()),
        free,
        permit -> most - permit.availablePermits());
  }

  private static int uploadsThatFit() {
    return (int) Math.max(1, Runtime.getRuntime().maxMemory() / HEAP_OF_AN_UPLOAD);
  }
}
