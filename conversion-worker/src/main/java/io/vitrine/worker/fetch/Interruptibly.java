package io.vitrine.worker.fetch;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Blocking calls that end with an interrupt of the caller. Sockets heed one on virtual threads
 * only, and a run has a platform thread.
 */
final class Interruptibly {
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private Interruptibly() {}

  /**
   * Gives up after a while, or with an interrupt.
   *
   * @param unwanted what to do with a result that comes when nobody waits for it any more
   */
  static <T> T call(Duration atMost, Consumer<T> unwanted, Callable<T> blocking)
      throws IOException, InterruptedException {
    CompletableFuture<T> handOver = new CompletableFuture<>();
    Future<?> call =
        THREADS.submit(() -> {
          try {
            T result = blocking.call();
            if (!handOver.complete(result)) {
              unwanted.accept(result);
            }
          } catch (Throwable e) {
            handOver.completeExceptionally(e);
          }
        });
    boolean taken = false;
    try {
      T result = handOver.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      taken = true;
      return result;
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("timeout");
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      call.cancel(true);
      if (!taken && !handOver.cancel(false) && !handOver.isCompletedExceptionally()) {
        // It came in the last moment.
        unwanted.accept(handOver.join());
      }
    }
  }

  /**
   * Comes back only when the call has ended, so that what it uses may be closed. A connection can
   * be kept busy without ever bringing a byte of what was asked for, so this has an end, too.
   *
   * @param end makes the call end
   */
  static <T> T call(Duration atMost, Runnable end, Callable<T> blocking)
      throws IOException, InterruptedException {
    FutureTask<T> result = new FutureTask<>(blocking);
    Thread thread = Thread.startVirtualThread(result);
    try {
      return result.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      end.run();
      thread.join();
      throw new SocketTimeoutException("timeout");
    } catch (InterruptedException e) {
      thread.interrupt();
      thread.join();
      throw e;
    }
  }

  private static IOException failure(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof IOException failure) {
      return failure;
    }
    if (cause instanceof Error failure) {
      throw failure;
    }
    throw new IllegalStateException("a blocking call failed", cause);
  }
}
