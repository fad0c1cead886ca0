package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.MultipartUpload;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStat;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.StoredObject;
import io.vitrine.objectstore.UnfinishedUpload;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A store of which the answers, and the requests, take their time: now and then as long as many
 * others. Its ETags tell nothing apart, as if every two bodies of a size had the same MD5.
 */
class UnsettledStore implements ObjectStore {
  private final ObjectStore store;
  private final Random random;

  UnsettledStore(ObjectStore store, long seed) {
    this.store = store;
    this.random = new Random(seed);
  }

  private <T> T unsettled(Supplier<T> request) {
    pause();
    T answer = request.get();
    pause();
    return answer;
  }

  private void pause() {
    LockSupport.parkNanos(random.nextInt(random.nextInt(8) == 0 ? 4_000_000 : 200_000));
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public ObjectUpload begin(ObjectKey key) {
    ObjectUpload upload = store.begin(key);
    return new ObjectUpload() {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        upload.write(bytes, offset, length);
      }

      @Override
      public void reserveHead(int length) {
        upload.reserveHead(length);
      }

      @Override
      public void putHead(byte[] head) {
        upload.putHead(head);
      }

      @Override
      public long written() {
        return upload.written();
      }

      @Override
      public long complete() {
        return unsettled(upload::complete);
      }

      @Override
      public void abort() {
        upload.abort();
      }
    };
  }

  @Override
  public MultipartUpload multipart(ObjectKey key) {
    MultipartUpload upload = store.multipart(key);
    return new MultipartUpload() {
      @Override
      public void begin() {
        upload.begin();
      }

      @Override
      public Optional<List<Part>> parts() {
        return unsettled(upload::parts)
            .map(parts -> parts.stream().map(UnsettledStore::tagged).toList());
      }

      @Override
      public Part put(int number, long size, Supplier<? extends InputStream> bytes) {
        LockSupport.parkNanos(random.nextInt(4_000_000));
        return tagged(unsettled(() -> upload.put(number, size, bytes)));
      }

      @Override
      public void complete(List<Part> parts) {
        LockSupport.parkNanos(random.nextInt(4_000_000));
        unsettled(() -> {
          // As a server does that does not look at the tags.
          upload.complete(upload.parts().orElse(parts));
          return true;
        });
      }

      @Override
      public URI urlOf(int number, Duration validity) {
        return upload.urlOf(number, validity);
      }
    };
  }

  private static MultipartUpload.Part tagged(MultipartUpload.Part part) {
    return new MultipartUpload.Part(part.number(), part.size(), "the same");
  }

  @Override
  public InputStream read(ObjectKey key, long offset, long length) {
    return unsettled(() -> store.read(key, offset, length));
  }

  @Override
  public void read(ObjectKey key, long offset, byte[] into, int at, int length) {
    store.read(key, offset, into, at, length);
  }

  @Override
  public Optional<ObjectStat> stat(ObjectKey key) {
    return unsettled(() -> store.stat(key));
  }

  @Override
  public void delete(ObjectKey key) {
    unsettled(() -> {
      store.delete(key);
      return true;
    });
  }

  @Override
  public int abortUploads(ObjectKey key) {
    return unsettled(() -> store.abortUploads(key));
  }

  @Override
  public Iterator<StoredObject> objects(String keyPrefix) {
    return unsettled(() -> store.objects(keyPrefix));
  }

  @Override
  public Iterator<UnfinishedUpload> unfinishedUploads(String keyPrefix) {
    return unsettled(() -> store.unfinishedUploads(keyPrefix));
  }

  @Override
  public void check() {}
}
