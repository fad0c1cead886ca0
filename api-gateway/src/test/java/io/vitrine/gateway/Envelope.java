package io.vitrine.gateway;

import io.smallrye.reactive.messaging.ce.CloudEventMetadata;
import io.smallrye.reactive.messaging.ce.impl.DefaultIncomingCloudEventMetadata;
import java.net.URI;
import java.util.Map;

/** What CloudEvents says about a fact that a test makes up. */
final class Envelope {
  private Envelope() {}

  static CloudEventMetadata<byte[]> of(String id, String type) {
    return new DefaultIncomingCloudEventMetadata<>(
        CloudEventMetadata.CE_VERSION_1_0,
        id,
        URI.create("/test"),
        type,
        "application/json",
        null,
        null,
        null,
        Map.of(),
        null);
  }
}
