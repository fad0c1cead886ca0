package io.vitrine.worker.importing.kafka;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vitrine.events.Cause;
import io.vitrine.events.FactMessage;
import io.vitrine.events.ImportRun;
import io.vitrine.worker.importing.Reports;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;

@ApplicationScoped
class ImportRunSender implements Reports {
  private static final String SOURCE = "conversion-worker";

  private final MutinyEmitter<byte[]> reports;

  ImportRunSender(@Channel("import-progress") MutinyEmitter<byte[]> reports) {
    this.reports = reports;
  }

  @Override
  public CompletionStage<Void> send(ImportRun report, Cause cause) {
    return reports.sendMessage(FactMessage.of(report, SOURCE, cause)).subscribeAsCompletionStage();
  }
}
