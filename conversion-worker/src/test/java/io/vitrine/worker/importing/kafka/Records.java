package io.vitrine.worker.importing.kafka;

import io.smallrye.reactive.messaging.ce.CloudEventMetadata;
import io.smallrye.reactive.messaging.ce.impl.DefaultIncomingCloudEventMetadata;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Records as Kafka brings them, and what becomes of them. */
final class Records {
  private final BlockingQueue<String> settled = new LinkedBlockingQueue<>();

  Message<byte[]> of(String type, byte[] body) {
    CloudEventMetadata<byte[]> event =
        new DefaultIncomingCloudEventMetadata<>(
            CloudEventMetadata.CE_VERSION_1_0,
            "1",
            URI.create("/test"),
            type,
            "application/json",
            null,
            null,
            null,
            Map.of(),
            null);
    return Message.of(body)
        .addMetadata(event)
        .withAck(() -> settle("acked"))
        .withNack(cause -> settle("nacked"));
  }

  private CompletableFuture<Void> settle(String outcome) {
    settled.add(outcome);
    return CompletableFuture.completedFuture(null);
  }

  /** Waits. */
  String outcome() throws InterruptedException {
    return settled.poll(30, TimeUnit.SECONDS);
  }
}
