package io.vitrine.worker.importing.kafka;

import io.vitrine.events.FactMessage;
import io.vitrine.events.ImageFact;
import io.vitrine.worker.importing.ImportRuns;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
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
  CompletionStage<Void> onRecord(Message<byte[]> message) {
    try {
      FactMessage.read(message)
          .ifPresent(fact -> {
            switch (fact) {
              case ImageFact.ImageDeleted deleted ->
                  runs.cancelAllOf(deleted.imageId(), "the image was deleted");
              case ImageFact.ImageImportFailed failed ->
                  runs.cancelAllOf(failed.imageId(), "the registry gave the import up");
              default -> {
                // Not the end of an import.
              }
            }
          });
    } catch (RuntimeException e) {
      // Thrown on, it would end the channel.
      LOG.warn("A fact about an image cannot be read", e);
    }
    return message.ack();
  }
}
