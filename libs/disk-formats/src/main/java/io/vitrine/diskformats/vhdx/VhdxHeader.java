package io.vitrine.diskformats.vhdx;

import static io.vitrine.diskformats.vhdx.VhdxFront.require;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.vhdx.VhdxFront.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The one of a VHDX's two headers that counts: [MS-VHDX] 2.2.2.
 *
 * @param offset where it is
 * @param logId what the log's entries are marked with; zeros if there are none to go by
 * @param log where the log is, which nothing has checked
 */
public record VhdxHeader(int offset, String logId, int logVersion, Region log) {
  static final int BYTES = 4096;
  static final int LOG_ID = 48;

  private static final int[] OFFSETS = {64 * 1024, 128 * 1024};
  private static final int SEQUENCE_NUMBER = 8;
  private static final String NO_LOG = "00000000000000000000000000000000";

  /**
   * Finds the sound header with the higher number.
   *
   * @param front the image's first {@link VhdxFront#BYTES}, or what there is of them
   * @throws DiskFormatException if it is not a VHDX, or neither header is sound
   */
  public static VhdxHeader parse(byte[] front) throws DiskFormatException {
    ByteBuffer in = ByteBuffer.wrap(front).order(ByteOrder.LITTLE_ENDIAN);
    require(VhdxFront.holds(in, 0, "vhdxfile"), "not a vhdx image");
    int current = -1;
    for (int at : OFFSETS) {
      if (VhdxFront.holds(in, at, "head")
          && Checksum.holds(in, at, BYTES)
          && (current < 0
              || Long.compareUnsigned(
                      in.getLong(at + SEQUENCE_NUMBER), in.getLong(current + SEQUENCE_NUMBER))
                  > 0)) {
        current = at;
      }
    }
    require(current >= 0, "vhdx: the headers are damaged or cut short");
    return new VhdxHeader(
        current,
        VhdxFront.id(in, current + LOG_ID),
        Short.toUnsignedInt(in.getShort(current + 64)),
        new Region(in.getLong(current + 72), Integer.toUnsignedLong(in.getInt(current + 68))));
  }

  /** Whether changes wait in the log that belong to what is elsewhere in the image. */
  public boolean hasPendingChanges() {
    return !logId.equals(NO_LOG);
  }
}
