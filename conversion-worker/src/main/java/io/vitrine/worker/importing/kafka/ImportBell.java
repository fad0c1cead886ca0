package io.vitrine.worker.importing.kafka;

import io.vitrine.worker.importing.ImportRuns;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Hears that work waits. Every worker hears it, and asks the registry if it has a slot free: which
 * import is next is decided there. So a record that is missed costs a little time and no import.
 */
@ApplicationScoped
class ImportBell {
  private final ImportRuns runs;

  ImportBell(ImportRuns runs) {
    this.runs = runs;
  }

  @Incoming("imports")
  CompletionStage<Void> onRecord(Message<byte[]> message) {
    runs.ring();
    return message.ack();
  }
}
