package io.vitrine.diskformats.inspection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Some kept bytes of an image; whoever reads a field asks first whether it is there. */
record Head(ByteBuffer bytes) {

  Head {
    bytes = bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  Head(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  int length() {
    return bytes.limit();
  }

  boolean has(int offset, int length) {
    return offset >= 0 && length >= 0 && offset <= bytes.limit() - length;
  }

  boolean holds(int offset, String ascii) {
    return holds(offset, ascii.getBytes(StandardCharsets.ISO_8859_1));
  }

  boolean holds(int offset, byte[] expected) {
    return has(offset, expected.length) && Arrays.equals(copy(offset, expected.length), expected);
  }

  int unsignedByte(int offset) {
    return bytes.get(offset) & 0xff;
  }

  int littleShort(int offset) {
    return bytes.getShort(offset) & 0xffff;
  }

  int littleInt(int offset) {
    return bytes.getInt(offset);
  }

  long littleLong(int offset) {
    return bytes.getLong(offset);
  }

  int bigShort(int offset) {
    return Short.reverseBytes(bytes.getShort(offset)) & 0xffff;
  }

  int bigInt(int offset) {
    return Integer.reverseBytes(bytes.getInt(offset));
  }

  long bigLong(int offset) {
    return Long.reverseBytes(bytes.getLong(offset));
  }

  long unsignedLittleInt(int offset) {
    return Integer.toUnsignedLong(littleInt(offset));
  }

  long unsignedBigInt(int offset) {
    return Integer.toUnsignedLong(bigInt(offset));
  }

  /** One character for each byte, whatever it is. */
  String ascii(int offset, int length) {
    return new String(copy(offset, length), StandardCharsets.ISO_8859_1);
  }

  byte[] copy(int offset, int length) {
    byte[] copy = new byte[length];
    bytes.get(offset, copy);
    return copy;
  }
}
