package io.vitrine.registry.image.kafka;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.BlobFact;
import io.vitrine.registry.image.ConcludeUpload;
import io.vitrine.registry.platform.FactReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

@ApplicationScoped
class BlobFactReceiver {
  private final ConcludeUpload uploads;

  BlobFactReceiver(ConcludeUpload uploads) {
    this.uploads = uploads;
  }

  @Incoming("blobs")
  Uni<Void> onBlob(Message<byte[]> message) {
    return FactReceiver.receive(message, BlobFact.class, uploads::on);
  }
}
