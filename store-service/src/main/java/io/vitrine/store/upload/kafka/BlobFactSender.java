package io.vitrine.store.upload.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vitrine.events.Blob;
import io.vitrine.events.BlobFact;
import io.vitrine.events.Cause;
import io.vitrine.events.FactMessage;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.BlobEvents;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.StoredBlob;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class BlobFactSender implements BlobEvents {
  private static final Logger LOG = Logger.getLogger(BlobFactSender.class);
  private static final String SOURCE = "store-service";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WAITING = 4096;

  private final MutinyEmitter<byte[]> blobs;

  BlobFactSender(
      @Channel("blobs") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = WAITING)
          MutinyEmitter<byte[]> blobs) {
    this.blobs = blobs;
  }

  @Override
  public void stored(Grant grant, StoredBlob stored, Requester who) {
    confirm(new BlobFact.BlobStored(grant.imageId(), grant.uploadId(), blob(grant, stored)), who);
  }

  @Override
  public void progressed(Grant grant, long receivedBytes, Requester who) {
    send(new BlobFact.UploadProgressed(grant.imageId(), grant.uploadId(), receivedBytes), who)
        .subscribe()
        .with(
            ignored -> {},
            e -> LOG.warnf("Upload %s may lose its lease: %s", grant.uploadId(), e.getMessage()));
  }

  @Override
  public void failed(Grant grant, String reason, Requester who) {
    confirm(new BlobFact.UploadFailed(grant.imageId(), grant.uploadId(), reason), who);
  }

  private void confirm(BlobFact fact, Requester who) {
    try {
      send(fact, who).await().atMost(PATIENCE);
    } catch (RuntimeException e) {
      throw new UnconfirmedException(e);
    }
  }

  private Uni<Void> send(BlobFact fact, Requester who) {
    Cause cause = new Cause(who.requestId(), who.caller().userId(), who.caller().projectId());
    return blobs.sendMessage(FactMessage.of(fact, SOURCE, cause));
  }

  private static Blob blob(Grant grant, StoredBlob stored) {
    @Nullable Long virtualSize =
        stored.virtualSize().isPresent() ? (Long) stored.virtualSize().getAsLong() : null;
    return new Blob(
        grant.store(),
        grant.key().value(),
        stored.size(),
        stored.digests().md5(),
        DigestValues.SECOND_ALGORITHM,
        stored.digests().sha512(),
        stored.diskFormat(),
        virtualSize);
  }
}
