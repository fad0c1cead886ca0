package io.vitrine.objectstore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The fake for tests of whatever uses a store; it can be told to fail. */
public final class InMemoryObjectStore implements ObjectStore {
  private final Map<ObjectKey, byte[]> objects = new ConcurrentHashMap<>();
  private final Map<ObjectKey, SortedMap<Integer, byte[]>> multiparts = new ConcurrentHashMap<>();
  private final List<Upload> unfinished = new CopyOnWriteArrayList<>();
  private final AtomicReference<Failure> fault = new AtomicReference<>();
  private final String name;
  private volatile long faultAfterBytes;
  private volatile Instant modified = Instant.EPOCH;

  public InMemoryObjectStore() {
    this("primary");
  }

  public InMemoryObjectStore(String name) {
    this.name = name;
  }

  /** When everything in it is said to have come. */
  public void setModified(Instant time) {
    modified = time;
  }

  /** From now on, an upload fails once it has taken this many bytes. */
  public void failUploadsAfter(long bytes, Failure failure) {
    faultAfterBytes = bytes;
    fault.set(failure);
  }

  public byte[] content(ObjectKey key) {
    return object(key).clone();
  }

  /** Keys with an object or an unfinished upload. */
  public Set<ObjectKey> keys() {
    Set<ObjectKey> keys = new HashSet<>(objects.keySet());
    unfinished.forEach(upload -> keys.add(upload.key));
    keys.addAll(multiparts.keySet());
    return keys;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ObjectUpload begin(ObjectKey key) {
    Upload upload = new Upload(key);
    unfinished.add(upload);
    return upload;
  }

  @Override
  public MultipartUpload multipart(ObjectKey key) {
    return new Parts(key);
  }

  @Override
  public InputStream read(ObjectKey key, long offset, long length) {
    byte[] content = object(key);
    if (offset + length > content.length) {
      throw new ObjectStoreException(Failure.REFUSED, "no such range of " + key, null);
    }
    return new ByteArrayInputStream(content, (int) offset, (int) length);
  }

  @Override
  public void read(ObjectKey key, long offset, byte[] into, int at, int length) {
    System.arraycopy(object(key), (int) offset, into, at, length);
  }

  @Override
  public Optional<ObjectStat> stat(ObjectKey key) {
    return Optional.ofNullable(objects.get(key))
        .map(content ->
            new ObjectStat(content.length, Integer.toHexString(Arrays.hashCode(content))));
  }

  @Override
  public void delete(ObjectKey key) {
    objects.remove(key);
  }

  @Override
  public int abortUploads(ObjectKey key) {
    int parted = multiparts.remove(key) == null ? 0 : 1;
    List<Upload> found = unfinished.stream().filter(upload -> upload.key.equals(key)).toList();
    unfinished.removeAll(found);
    return found.size() + parted;
  }

  @Override
  public Iterator<StoredObject> objects(String keyPrefix) {
    return objects.entrySet().stream()
        .filter(object -> object.getKey().value().startsWith(keyPrefix))
        .map(object -> new StoredObject(object.getKey(), object.getValue().length, modified))
        .iterator();
  }

  @Override
  public Iterator<UnfinishedUpload> unfinishedUploads(String keyPrefix) {
    return unfinished.stream()
        .filter(upload -> upload.key.value().startsWith(keyPrefix))
        .map(upload -> new UnfinishedUpload(upload.key, "" + upload.hashCode(), modified))
        .iterator();
  }

  @Override
  public void check() {}

  private byte[] object(ObjectKey key) {
    byte[] content = objects.get(key);
    if (content == null) {
      throw new ObjectStoreException(Failure.MISSING, "there is no " + key, null);
    }
    return content;
  }

  private final class Upload implements ObjectUpload {
    private final ObjectKey key;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private byte[] head = {};
    private int room;
    private boolean headMissing;
    private boolean ended;

    Upload(ObjectKey key) {
      this.key = key;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      bytes.write(source, offset, length);
      Failure failure = fault.get();
      if (failure != null && bytes.size() > faultAfterBytes) {
        throw new ObjectStoreException(failure, "told to fail", null);
      }
    }

    @Override
    public void reserveHead(int length) {
      ObjectUpload.requireRoomForHead(length, written());
      write(new byte[length], 0, length);
      room = length;
      headMissing = true;
    }

    @Override
    public void putHead(byte[] content) {
      if (content.length != room) {
        throw new IllegalArgumentException("a head of another length than its room");
      }
      head = content.clone();
      headMissing = false;
    }

    @Override
    public long written() {
      return bytes.size();
    }

    @Override
    public long complete() {
      if (headMissing) {
        throw new IllegalStateException("the head of " + key + " is missing");
      }
      ended = true;
      unfinished.remove(this);
      byte[] content = bytes.toByteArray();
      System.arraycopy(head, 0, content, 0, head.length);
      objects.put(key, content);
      return bytes.size();
    }

    @Override
    public void abort() {
      if (!ended) {
        ended = true;
        unfinished.remove(this);
      }
    }
  }

  private final class Parts implements MultipartUpload {
    private final ObjectKey key;

    Parts(ObjectKey key) {
      this.key = key;
    }

    @Override
    public void begin() {
      multiparts.putIfAbsent(key, new ConcurrentSkipListMap<>());
    }

    @Override
    public Optional<List<Part>> parts() {
      return Optional.ofNullable(multiparts.get(key))
          .map(
              parts -> parts.entrySet().stream().map(e -> part(e.getKey(), e.getValue())).toList());
    }

    private static Part part(int number, byte[] bytes) {
      return new Part(number, bytes.length, Integer.toHexString(Arrays.hashCode(bytes)));
    }

    @Override
    public Part put(int number, long size, Supplier<? extends InputStream> bytes) {
      Failure failure = fault.get();
      if (failure != null && number * size > faultAfterBytes) {
        throw new ObjectStoreException(failure, "told to fail", null);
      }
      try (InputStream in = bytes.get()) {
        byte[] content = in.readNBytes((int) size);
        open().put(number, content);
        return part(number, content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void complete(List<Part> parts) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      SortedMap<Integer, byte[]> stored = open();
      parts.forEach(part -> whole.writeBytes(stored.get(part.number())));
      objects.put(key, whole.toByteArray());
      multiparts.remove(key);
    }

    @Override
    public URI urlOf(int number, Duration validity) {
      return URI.create("memory:" + key + "?part=" + number);
    }

    private SortedMap<Integer, byte[]> open() {
      SortedMap<Integer, byte[]> open = multiparts.get(key);
      if (open == null) {
        throw new ObjectStoreException(Failure.MISSING, "there is no upload to " + key, null);
      }
      return open;
    }
  }
}
