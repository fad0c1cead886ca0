package io.vitrine.store.upload.kafka;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.vitrine.events.Fact;
import io.vitrine.events.FactMessage;
import io.vitrine.events.ImageFact.ImageActivated;
import io.vitrine.events.ImageFact.ImageDeleted;
import io.vitrine.events.ImageFact.ImageRequeued;
import io.vitrine.events.ImageFact.ImageStaged;
import io.vitrine.store.upload.ImageNews;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Hears every fact about images and wakes the uploads of this replica that wait for one. */
@ApplicationScoped
class ImageFactListener implements ImageNews {
  private static final Logger LOG = Logger.getLogger(ImageFactListener.class);

  /** Two may wait for the end of one upload: who finishes it, and who still brings bytes. */
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

  private final Tracer tracer;

  ImageFactListener(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Expectation expect(UUID imageId, UUID uploadId) {
    Waiter waiter = new Waiter(imageId, uploadId);
    waiters.add(waiter);
    return waiter;
  }

  @Incoming("images")
  CompletionStage<Void> onImage(Message<byte[]> message) {
    try {
      FactMessage.read(message).ifPresent(fact -> tell(fact, FactMessage.traceOf(message)));
    } catch (RuntimeException e) {
      // Thrown on, it would end the channel, and every upload would wait for its word in vain.
      LOG.warn("A fact about an image cannot be read", e);
    }
    return message.ack();
  }

  private void tell(Fact fact, Context trace) {
    switch (fact) {
      case ImageActivated(_, var uploadId, _) -> tell(uploadId, new End.Adopted(), trace);
      case ImageStaged(_, var uploadId) -> tell(uploadId, new End.Adopted(), trace);
      case ImageRequeued(_, var uploadId, var reason) ->
          tell(uploadId, new End.GivenUp(reason), trace);
      case ImageDeleted(var image) ->
          tell(waiter -> waiter.imageId.equals(image.id()), new End.ImageDeleted(), trace);
      default -> {
        // Nothing that ends an upload.
      }
    }
  }

  private void tell(@Nullable UUID uploadId, End end, Context trace) {
    tell(waiter -> waiter.uploadId.equals(uploadId), end, trace);
  }

  /** The channel has no spans by itself: each replica would add one to each change of an image. */
  private void tell(Predicate<Waiter> concerned, End end, Context trace) {
    for (Waiter waiter : waiters) {
      if (concerned.test(waiter)) {
        tracer.spanBuilder("upload ended").setParent(trace).startSpan().end();
        waiter.end.complete(end);
      }
    }
  }

  private final class Waiter implements Expectation {
    private final UUID imageId;
    private final UUID uploadId;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    Waiter(UUID imageId, UUID uploadId) {
      this.imageId = imageId;
      this.uploadId = uploadId;
    }

    @Override
    public Optional<End> end() {
      return end.isDone() ? Optional.of(end.join()) : Optional.empty();
    }

    @Override
    public Optional<End> await(Duration patience) {
      try {
        return Optional.of(end.get(patience.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        return Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException e) {
        throw new IllegalStateException("news never fail", e);
      }
    }

    @Override
    public void close() {
      waiters.remove(this);
    }
  }
}
