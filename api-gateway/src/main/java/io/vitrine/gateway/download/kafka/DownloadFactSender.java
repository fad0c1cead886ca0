package io.vitrine.gateway.download.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vitrine.events.Cause;
import io.vitrine.events.DownloadFact.ImageDownloaded;
import io.vitrine.events.FactMessage;
import io.vitrine.gateway.download.DownloadFacts;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Sends from a buffer of some thousands. What does not fit in while Kafka is away, or is not taken
 * in the end, is lost and counted.
 */
@ApplicationScoped
class DownloadFactSender implements DownloadFacts {
  private static final Logger LOG = Logger.getLogger(DownloadFactSender.class);
  private static final String SOURCE = "api-gateway";
  private static final int WAITING = 4096;

  private final MutinyEmitter<byte[]> downloads;
  private final Counter lost;

  DownloadFactSender(
      @Channel("downloads") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = WAITING)
          MutinyEmitter<byte[]> downloads,
      MeterRegistry meters) {
    this.downloads = downloads;
    this.lost = meters.counter("vitrine.download.facts.lost");
  }

  @Override
  public void tell(ImageDownloaded fact, Cause cause) {
    downloads
        .sendMessage(FactMessage.of(fact, SOURCE, cause))
        .subscribe()
        .with(sent -> {}, failure -> lost(fact, failure));
  }

  private void lost(ImageDownloaded fact, Throwable failure) {
    lost.increment();
    LOG.warnf("The download of image %s is not told: %s", fact.imageId(), failure);
  }
}
