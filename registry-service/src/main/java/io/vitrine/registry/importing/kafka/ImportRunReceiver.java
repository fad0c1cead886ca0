package io.vitrine.registry.importing.kafka;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImportRun;
import io.vitrine.registry.importing.RunImport;
import io.vitrine.registry.platform.FactReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

@ApplicationScoped
class ImportRunReceiver {
  private final RunImport imports;

  ImportRunReceiver(RunImport imports) {
    this.imports = imports;
  }

  @Incoming("import-progress")
  Uni<Void> onReport(Message<byte[]> message) {
    return FactReceiver.receive(message, ImportRun.class, imports::on);
  }
}
