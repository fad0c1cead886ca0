package io.vitrine.diskformats.vhdx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Writes into the log of an image, as one who was interrupted before the changes were made. */
final class DirtyLog {
  static final int SECTOR = 4096;

  private static final int HEADER_BYTES = 4096;
  private static final int ENTRY = 64;
  private static final int DESCRIPTOR = 32;
  private static final byte[] ID = new byte[16];

  static {
    Arrays.fill(ID, (byte) 0x5a);
  }

  private final ByteBuffer image;
  private final int header;
  private final int offset;
  private final int length;

  private long flushedLength;
  private long lastLength;

  /**
   * @param image is changed
   */
  DirtyLog(byte[] image) {
    this.image = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    this.header =
        this.image.getLong((64 << 10) + 8) > this.image.getLong((128 << 10) + 8)
            ? 64 << 10
            : 128 << 10;
    this.length = this.image.getInt(header + 68);
    this.offset = Math.toIntExact(this.image.getLong(header + 72));
    this.flushedLength = image.length;
    this.lastLength = image.length;
    markHeader(fields -> fields.put(48, ID));
  }

  /** What an entry of the log is about. */
  sealed interface Part {
    record Zeros(long from, long length) implements Part {}

    /** Of one sector. */
    record Data(long from, byte[] bytes) implements Part {}
  }

  static Part zeros(long from, long length) {
    return new Part.Zeros(from, length);
  }

  /** A whole sector of one byte. */
  static Part filled(long from, int value) {
    byte[] bytes = new byte[SECTOR];
    Arrays.fill(bytes, (byte) value);
    return new Part.Data(from, bytes);
  }

  static Part data(long from, byte[] bytes) {
    return new Part.Data(from, bytes);
  }

  /** Makes the entries that follow tell these lengths of the image. */
  DirtyLog lengths(long flushed, long last) {
    flushedLength = flushed;
    lastLength = last;
    return this;
  }

  /** Changes the header, and seals it. */
  DirtyLog markHeader(Consumer<ByteBuffer> change) {
    ByteBuffer fields = image.slice(header, HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(fields);
    seal(fields);
    return this;
  }

  /** The end of an entry that begins at that offset of the log, which is where the next may be. */
  static int end(int at, Part... parts) {
    return at + entry(0, 1, 0, 0, List.of(parts)).capacity();
  }

  /**
   * Adds an entry, round the end of the log if need be.
   *
   * @param at the offset in the log
   * @param tail the offset in the log of the oldest entry that is not done with
   */
  DirtyLog entry(int at, int tail, long number, Part... parts) {
    return entry(at, tail, number, fields -> {}, parts);
  }

  /** The same, spoilt before it is sealed. */
  DirtyLog entry(int at, int tail, long number, Consumer<ByteBuffer> change, Part... parts) {
    ByteBuffer entry = entry(tail, number, flushedLength, lastLength, List.of(parts));
    change.accept(entry);
    seal(entry);
    for (int from = 0; from < entry.capacity(); from += SECTOR) {
      image.put(offset + (at + from) % length, entry, from, SECTOR);
    }
    return this;
  }

  private static ByteBuffer entry(
      int tail, long number, long flushedLength, long lastLength, List<Part> parts) {
    int data = Math.ceilDiv(ENTRY + parts.size() * DESCRIPTOR, SECTOR) * SECTOR;
    long sectors = parts.stream().filter(part -> part instanceof Part.Data).count();
    ByteBuffer entry =
        ByteBuffer.allocate(data + (int) sectors * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
    put(entry, 0, "loge");
    entry.putInt(8, entry.capacity()).putInt(12, tail).putLong(16, number);
    entry.putInt(24, parts.size()).put(32, ID);
    entry.putLong(48, flushedLength).putLong(56, lastLength);
    int descriptor = ENTRY;
    for (Part part : parts) {
      switch (part) {
        case Part.Zeros(long from, long length) -> {
          put(entry, descriptor, "zero");
          entry.putLong(descriptor + 8, length).putLong(descriptor + 16, from);
        }
        case Part.Data(long from, byte[] bytes) -> {
          put(entry, descriptor, "desc");
          entry.put(descriptor + 4, bytes, SECTOR - 4, 4).put(descriptor + 8, bytes, 0, 8);
          entry.putLong(descriptor + 16, from);
          put(entry, data, "data");
          entry.putInt(data + 4, (int) (number >>> 32)).put(data + 8, bytes, 8, SECTOR - 12);
          entry.putInt(data + SECTOR - 4, (int) number);
          data += SECTOR;
        }
      }
      entry.putLong(descriptor + 24, number);
      descriptor += DESCRIPTOR;
    }
    return entry;
  }

  private static void put(ByteBuffer target, int at, String signature) {
    target.put(at, signature.getBytes(StandardCharsets.US_ASCII));
  }

  /** Puts a right checksum into a part of an image. */
  static void seal(byte[] image, int at, int length) {
    seal(ByteBuffer.wrap(image, at, length).slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static void seal(ByteBuffer part) {
    part.putInt(4, 0);
    CRC32C sum = new CRC32C();
    sum.update(part.duplicate().clear());
    part.putInt(4, (int) sum.getValue());
  }
}
