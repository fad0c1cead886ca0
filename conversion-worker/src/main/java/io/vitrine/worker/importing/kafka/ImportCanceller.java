package io.vitrine.worker.importing.kafka;

import io.vitrine.events.Fact;
import io.vitrine.events.FactMessage;
import io.vitrine.events.ImageFact;
import io.vitrine.events.TaskFact;
import io.vitrine.worker.importing.ImportRuns;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Ends the runs that have become pointless. A fact that is missed costs work, not correctness: the
 * registry does not adopt what such a run lands.
 */
@ApplicationScoped
class ImportCanceller {
  private static final Logger LOG = Logger.getLogger(ImportCanceller.class);

  private final ImportRuns runs;

  ImportCanceller(ImportRuns runs) {
    this.runs = runs;
  }

  @Incoming("images")
  CompletionStage<Void> onImage(Message<byte[]> message) {
    return heed(
        message,
        fact -> {
          if (fact instanceof ImageFact.ImageDeleted deleted) {
            runs.forget(deleted.imageId());
          }
        });
  }

  @Incoming("tasks")
  CompletionStage<Void> onTask(Message<byte[]> message) {
    return heed(
        message,
        fact -> {
          if (fact instanceof TaskFact.TaskChanged changed) {
            runs.heard(changed.task());
          }
        });
  }

  private static CompletionStage<Void> heed(Message<byte[]> message, Consumer<Fact> reader) {
    try {
      FactMessage.read(message).ifPresent(reader);
    } catch (RuntimeException e) {
      // Thrown on, it would end the channel.
      LOG.warn("A fact cannot be read", e);
    }
    return message.ack();
  }
}
