package io.vitrine.store.upload.resumable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vitrine.identity.Caller;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStat;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.Purpose;
import io.vitrine.store.upload.resumable.ReceiveParts.Arrival;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FinishUploadTest {
  private static final Requester WHO =
      new Requester("token", null, new Caller("user-1", "demo", Set.of()), "req-1");
  private static final int LENGTH = 1000;

  private final FakeUploads registry = new FakeUploads();
  private final InMemoryObjectStore memory = new InMemoryObjectStore();
  private volatile long excess;
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger reading = new AtomicInteger();
  private final Stores stores = new Stores(Map.<String, ObjectStore>of("primary", slow()));
  private final Replica replica = new Replica(registry, stores);

  /** Whoever reads a complete object waits. */
  private ObjectStore slow() {
    return new UnsettledStore(memory, 1) {
      @Override
      public Optional<ObjectStat> stat(ObjectKey key) {
        return super.stat(key).map(stat -> new ObjectStat(stat.size() + excess, stat.etag()));
      }

      @Override
      public InputStream read(ObjectKey key, long offset, long length) {
        if (length == LENGTH) {
          reading.incrementAndGet();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }
        return super.read(key, offset, length);
      }
    };
  }

  /** Of an upload of which this replica has not seen the first bytes. */
  private Arrival lastBytes() {
    String image = UUID.randomUUID().toString();
    ResumableGrant granted =
        replica.receive.begin(WHO, image, Purpose.UPLOAD, LENGTH, Optional.empty());
    UUID upload = granted.grant().uploadId();
    byte[] content = new byte[LENGTH];
    new Replica(registry, stores).receive.append(WHO, image, upload, 0, new Sent(content, 0, 10));
    return replica.receive.append(WHO, image, upload, 10, new Sent(content, 10, LENGTH));
  }

  @Test
  void readsFewObjectsAtOnceWhileBytesOfOthersCome() {
    // When
    List<Arrival> arrivals = List.of(lastBytes(), lastBytes(), lastBytes());
    // Then
    await().until(() -> memory.keys().stream().filter(this::isWhole).count() == 3);
    assertThat(reading).hasValueLessThanOrEqualTo(1);
    goOn.countDown();
    arrivals.forEach(Arrival::settled);
    assertThat(reading).hasValue(3);
    assertThat(registry.blobs).hasSize(3);
  }

  @Test
  void refusesAnObjectThatIsLongerThanWhatWasAnnounced() {
    // Given: what a server makes of it that does not look at the parts' tags
    excess = 1;
    goOn.countDown();
    // When, Then
    assertThatThrownBy(() -> lastBytes().settled())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("1001 bytes");
    assertThat(registry.blobs).isEmpty();
    assertThat(memory.keys()).isEmpty();
  }

  private boolean isWhole(ObjectKey key) {
    return memory.stat(key).filter(object -> object.size() == LENGTH).isPresent();
  }
}
