package io.vitrine.worker.importing;

import io.vitrine.objectstore.MultipartUpload;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStat;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.StoredObject;
import io.vitrine.objectstore.UnfinishedUpload;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;

/**
 * Runs something before each write of an upload, and before a reader is let in.
 *
 * @param beforeWrite may throw what a store throws
 * @param beforeRead may, too
 */
record InterceptedStore(ObjectStore store, Runnable beforeWrite, Runnable beforeRead)
    implements ObjectStore {

  InterceptedStore(ObjectStore store, Runnable beforeWrite) {
    this(store, beforeWrite, () -> {});
  }

  @Override
  public ObjectUpload begin(ObjectKey key) {
    ObjectUpload upload = store.begin(key);
    return new ObjectUpload() {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        beforeWrite.run();
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
        return upload.complete();
      }

      @Override
      public void abort() {
        upload.abort();
      }
    };
  }

  @Override
  public MultipartUpload multipart(ObjectKey key) {
    return store.multipart(key);
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public InputStream read(ObjectKey key, long offset, long length) {
    beforeRead.run();
    return store.read(key, offset, length);
  }

  @Override
  public void read(ObjectKey key, long offset, byte[] into, int at, int length) {
    beforeRead.run();
    store.read(key, offset, into, at, length);
  }

  @Override
  public Optional<ObjectStat> stat(ObjectKey key) {
    beforeRead.run();
    return store.stat(key);
  }

  @Override
  public void delete(ObjectKey key) {
    store.delete(key);
  }

  @Override
  public int abortUploads(ObjectKey key) {
    return store.abortUploads(key);
  }

  @Override
  public Iterator<StoredObject> objects(String keyPrefix) {
    return store.objects(keyPrefix);
  }

  @Override
  public Iterator<UnfinishedUpload> unfinishedUploads(String keyPrefix) {
    return store.unfinishedUploads(keyPrefix);
  }

  @Override
  public void check() {
    store.check();
  }
}
