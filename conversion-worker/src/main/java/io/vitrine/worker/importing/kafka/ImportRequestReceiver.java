package io.vitrine.worker.importing.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.vitrine.events.Fact;
import io.vitrine.events.FactMessage;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.worker.importing.ImportRuns;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes one request after the other. The next record is asked for once this one is acknowledged,
 * and it is acknowledged once the import is claimed (or is nobody's any more): what comes after is
 * the lease's business.
 */
@ApplicationScoped
class ImportRequestReceiver {
  private static final Logger LOG = Logger.getLogger(ImportRequestReceiver.class);

  private final ImportRuns runs;
  private final ExecutorService acceptor =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("import-acceptor").factory());

  ImportRequestReceiver(ImportRuns runs) {
    this.runs = runs;
  }

  @Incoming("imports")
  CompletionStage<Void> onRecord(Message<byte[]> message) {
    Optional<Fact> fact;
    try {
      fact = FactMessage.read(message);
    } catch (RuntimeException e) {
      LOG.error("A record cannot be read and goes to the dead letters", e);
      return message.nack(e);
    }
    return fact.orElse(null) instanceof ImportRequested request
        ? accept(request, message)
        : message.ack();
  }

  private CompletionStage<Void> accept(ImportRequested request, Message<byte[]> message) {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    acceptor.execute(() -> {
      try {
        runs.accept(request, FactMessage.requestIdOf(message).orElse(null));
        settled.complete(null);
      } catch (InterruptedException | RejectedExecutionException e) {
        // The worker stops. Neither acknowledged nor refused, the record is another worker's.
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.errorf(
            e, "Task %s cannot be taken; its request goes to the dead letters", request.taskId());
        settled.completeExceptionally(e);
      }
    });
    return settled
        .handle((_, refusal) -> refusal)
        .thenCompose(refusal -> refusal == null ? message.ack() : message.nack(refusal));
  }

  void onShutdown(@Observes @Priority(10) ShutdownEvent event) {
    acceptor.shutdownNow();
  }
}
