package io.vitrine.store.upload.resumable;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.identity.Caller;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.S3ObjectStore;
import io.vitrine.objectstore.S3Server;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.Purpose;
import io.vitrine.store.upload.StoredBlob;
import io.vitrine.store.upload.UploadBody.CutException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Several clients, each with bytes of its own, send to one upload by two replicas at once. Whatever
 * becomes of it, what is announced are the digests of the bytes that lie there.
 */
class RacingReplicasTest {
  private static final String IMAGE = "8b7f2c1e-5a39-4a55-9a6e-0d3c2b1a4f5e";
  private static final Requester WHO =
      new Requester("token", null, new Caller("user-1", "demo", Set.of()), "req-1");
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int PART = 8 << 20;

  private final FakeUploads registry = new FakeUploads();
  private final InMemoryObjectStore memory = new InMemoryObjectStore();

  /** A client, and what it does next. */
  private record Client(Random random, byte[] content, List<Replica> replicas, UUID upload) {

    /** Returns whether all bytes are there. */
    boolean lookAndSend() {
      try {
        int offset = (int) replica().receive.look(WHO, IMAGE, upload).offset();
        if (offset < content.length) {
          sendFrom(offset, replica());
        }
        return offset == content.length;
      } catch (ProblemException e) {
        return false;
      }
    }

    void sendFrom(int offset, Replica to) {
      int left = content.length - offset;
      int end = offset + (random.nextBoolean() ? left : 1 + random.nextInt(left));
      try {
        to.receive.append(WHO, IMAGE, upload, offset, new Sent(content, offset, end));
      } catch (ProblemException | CutException e) {
        // It looks again, as the answer says.
      }
    }

    private Replica replica() {
      return replicas.get(random.nextInt(replicas.size()));
    }
  }

  @ParameterizedTest
  @CsvSource({"3000, 150", "9000000, 6"})
  void announceWhatLiesThere(int length, int seeds) throws Exception {
    for (int seed = 0; seed < seeds; seed++) {
      announceWhatLiesThere(new InMemoryObjectStore(), length, seed);
    }
  }

  @Test
  void announceWhatLiesOnAServer() throws Exception {
    try (S3Server server = S3Server.start();
        S3ObjectStore store = S3ObjectStore.connect(server.settings(PART))) {
      for (int seed = 0; seed < 5; seed++) {
        announceWhatLiesThere(store, 3000, seed);
      }
      assertThat(server.files()).hasSize(5);
    }
  }

  private static void announceWhatLiesThere(ObjectStore store, int length, long seed)
      throws Exception {
    // Given
    FakeUploads registry = new FakeUploads();
    Stores stores =
        new Stores(Map.<String, ObjectStore>of("primary", new UnsettledStore(store, seed)));
    List<Replica> replicas = List.of(new Replica(registry, stores), new Replica(registry, stores));
    ResumableGrant granted =
        replicas.getFirst().receive.begin(WHO, IMAGE, Purpose.UPLOAD, length, Optional.empty());
    // When
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> sending = new ArrayList<>();
      // Two get in each other's way most often, more of them in more ways.
      for (int i = 0; i < 2 + seed % 3; i++) {
        Random random = new Random(4 * seed + i);
        byte[] content = new byte[length];
        random.nextBytes(content);
        Client client = new Client(random, content, replicas, granted.grant().uploadId());
        Replica first = replicas.get(i % replicas.size());
        sending.add(threads.submit(() -> send(client, first)));
      }
      for (Future<?> one : sending) {
        one.get();
      }
    }
    // Then
    assertThat(registry.blobs).as("seed %d", seed).isNotEmpty();
    byte[] stored = new byte[length];
    store.read(granted.grant().key(), 0, stored, 0, length);
    assertThat(store.stat(granted.grant().key()).orElseThrow().size()).isEqualTo(length);
    assertThat(registry.blobs)
        .as("seed %d", seed)
        .allSatisfy(blob -> assertThat(blob.digests().sha512()).isEqualTo(sha512(stored)));
  }

  private static void send(Client client, Replica first) {
    // All at the same place at once, before anybody gives way.
    client.sendFrom(0, first);
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!client.lookAndSend()) {
      assertThat(System.nanoTime()).as("an end").isLessThan(deadline);
    }
  }

  @Test
  void twoBodiesWithTheSameTagAreNotTakenForEachOther() throws Exception {
    // Given
    Stores stores =
        new Stores(Map.<String, ObjectStore>of("primary", new UnsettledStore(memory, 1)));
    Replica one = new Replica(registry, stores);
    Replica other = new Replica(registry, stores);
    byte[] good = new byte[PART + 10];
    byte[] evil = new byte[PART + 10];
    new Random(1).nextBytes(evil);
    ResumableGrant granted =
        one.receive.begin(WHO, IMAGE, Purpose.UPLOAD, good.length, Optional.empty());
    UUID upload = granted.grant().uploadId();
    // When: the other replica's first part replaces one that has the same tag
    Delivery late =
        new Sent(evil, 0, PART) {
          private boolean first = true;

          @Override
          public int read(byte[] into) {
            if (first) {
              first = false;
              one.receive.append(WHO, IMAGE, upload, 0, new Sent(good, 0, PART));
            }
            return super.read(into);
          }
        };
    other.receive.append(WHO, IMAGE, upload, 0, late);
    one.receive.append(WHO, IMAGE, upload, PART, new Sent(good, PART, good.length)).settled();
    // Then
    StoredBlob blob = registry.blobs.getFirst();
    assertThat(blob.digests().sha512()).isEqualTo(sha512(memory.content(granted.grant().key())));
    assertThat(blob.digests().sha512()).isNotEqualTo(sha512(good));
    assertThat(memory.keys()).containsExactly(granted.grant().key());
  }

  private static String sha512(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
  }
}
