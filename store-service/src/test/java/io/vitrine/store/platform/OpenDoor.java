package io.vitrine.store.platform;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.identity.Caller;
import io.vitrine.store.Requester;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lets everybody in, without a token. */
public final class OpenDoor extends Door {
  private final ExecutorService threads;

  public OpenDoor() {
    this(Executors.newVirtualThreadPerTaskExecutor());
  }

  private OpenDoor(ExecutorService threads) {
    super(null, null, threads);
    this.threads = threads;
  }

  @Override
  public void admit(RoutingContext request, Visit visit, Refusal refusal) {
    request.request().pause();
    String imageId = Objects.requireNonNull(request.pathParam("id"));
    threads.execute(() -> {
      try {
        visit.serve(
            new Requester("token", null, new Caller("user-1", "demo", Set.of()), "req-1"), imageId);
      } catch (RuntimeException | Error e) {
        refusal.answer(e);
      }
    });
  }

  public static Transfers transfers() {
    return new Transfers(new SimpleMeterRegistry(), config());
  }

  public static TransfersConfig config() {
    return new TransfersConfig() {
      @Override
      public OptionalInt maxUploads() {
        return OptionalInt.of(8);
      }

      @Override
      public int maxDownloads() {
        return 8;
      }

      @Override
      public int maxReadBacks() {
        return 1;
      }

      @Override
      public Duration queueing() {
        return Duration.ofSeconds(30);
      }

      @Override
      public Duration clientPatience() {
        return Duration.ofSeconds(30);
      }

      @Override
      public MemorySize minSpeed() {
        return new MemorySize(BigInteger.ZERO);
      }

      @Override
      public Duration adoptionPatience() {
        return Duration.ofSeconds(5);
      }

      @Override
      public Duration requeuePatience() {
        return Duration.ofSeconds(5);
      }
    };
  }
}
