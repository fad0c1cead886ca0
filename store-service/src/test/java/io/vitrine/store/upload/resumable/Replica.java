package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.Stores;
import io.vitrine.store.upload.ReceiveImage.Patience;
import io.vitrine.store.upload.SettleUpload;
import java.time.Duration;

/** What one of many store-services knows of uploads: nothing that the others would know. */
public final class Replica {
  public final ReceiveParts receive;
  public final DirectUpload direct;

  public Replica(FakeUploads registry, Stores stores) {
    SettleUpload settle =
        new SettleUpload(
            registry, registry, new Patience(Duration.ofSeconds(5), Duration.ofSeconds(1)));
    AbandonUpload abandon = new AbandonUpload(registry, settle, stores);
    Witnesses witnesses = new Witnesses();
    FinishUpload finish =
        new FinishUpload(registry, registry, settle, abandon, new ReadBack(new ReadBack.Limit(1)));
    BeginUpload begin = new BeginUpload(registry, stores, abandon);
    receive =
        new ReceiveParts(
            registry,
            registry,
            stores,
            begin,
            new TakeDelivery(registry, registry, abandon, witnesses),
            finish,
            abandon,
            witnesses);
    direct = new DirectUpload(registry, stores, registry, begin, finish, abandon);
  }
}
