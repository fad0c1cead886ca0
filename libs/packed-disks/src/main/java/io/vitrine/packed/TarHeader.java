package io.vitrine.packed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header of a tar: ustar, or GNU's with its sizes in binary.
 *
 * @param type the type flag; of old, none is a plain file
 * @param name as far as this header has it
 * @param size of what follows, in bytes
 */
record TarHeader(char type, String name, long size) {
  static final int LENGTH = 512;

  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int NUMBER = 12;
  private static final int SUM_AT = 148;
  private static final int SUM = 8;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final byte[] POSIX = "ustar\0".getBytes(StandardCharsets.US_ASCII);

  /** Whether these 512 bytes carry the sum that a header of a tar has. */
  static boolean isOne(byte[] block, int at) {
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      boolean inSum = i >= SUM_AT && i < SUM_AT + SUM;
      sum += inSum ? ' ' : Byte.toUnsignedInt(block[at + i]);
    }
    try {
      return block[at] != 0 && octal(block, at + SUM_AT, SUM) == sum;
    } catch (PackedDiskException e) {
      return false;
    }
  }

  static TarHeader read(byte[] block, int at) throws PackedDiskException {
    if (!isOne(block, at)) {
      throw new PackedDiskException("ova: a header of the tar is damaged");
    }
    boolean hasPrefix =
        Arrays.equals(block, at + MAGIC_AT, at + MAGIC_AT + POSIX.length, POSIX, 0, POSIX.length)
            && block[at + PREFIX_AT] != 0;
    String name = text(block, at, NAME);
    char type = (char) Byte.toUnsignedInt(block[at + TYPE_AT]);
    return new TarHeader(
        type == 0 ? '0' : type, hasPrefix ? "…/" + name : name, number(block, at + SIZE_AT));
  }

  /** What is between the header and the next one, in bytes. */
  long paddedSize() throws PackedDiskException {
    if (size > Long.MAX_VALUE - LENGTH) {
      throw impossibleSize();
    }
    return (size + LENGTH - 1) / LENGTH * LENGTH;
  }

  private static long number(byte[] block, int at) throws PackedDiskException {
    int first = Byte.toUnsignedInt(block[at]);
    if (first < 0x80) {
      return octal(block, at, NUMBER);
    }
    // In binary: the highest bit is the mark, the next one the sign, and eight bytes are enough.
    ByteBuffer number = ByteBuffer.wrap(block, at, NUMBER);
    if (number.getInt() != 0x8000_0000 || number.getLong(at + Integer.BYTES) < 0) {
      throw impossibleSize();
    }
    return number.getLong(at + Integer.BYTES);
  }

  private static long octal(byte[] block, int at, int length) throws PackedDiskException {
    String digits =
        new String(block, at, length, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    if (digits.isEmpty() || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '7')) {
      throw impossibleSize();
    }
    return Long.parseLong(digits, 8);
  }

  static String text(byte[] bytes, int at, int most) throws PackedDiskException {
    int length = 0;
    while (length < most && bytes[at + length] != 0) {
      length++;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new PackedDiskException("ova: a name in the tar is not readable", e);
    }
  }

  static PackedDiskException impossibleSize() {
    return new PackedDiskException("ova: the tar tells an impossible size, or was cut short");
  }
}
