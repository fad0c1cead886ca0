package io.vitrine.diskformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Reads an image over and over, each time with other damage. */
public final class Spoiling {
  private static final int MOST_READ = 64 * 1024;
  private static final int MOST_ALLOCATED = 32 << 20;
  private static final long[] EXTREMES = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 54
  };

  private Spoiling() {}

  /** What reads an image as a disk. */
  @FunctionalInterface
  public interface Opener {
    GuestDisk open(RandomAccessSource source) throws IOException;
  }

  /** A stretch of an image that is to be spoilt. */
  public record Place(int from, int length) {}

  /**
   * Each time, opening the image and reading some of the disk's front must give bytes or a refusal,
   * and must not take much memory.
   */
  public static void survives(
      byte[] good, int times, int mostOfTheDisk, Opener opener, Place... places) {
    Random random = new Random(3);
    byte[] target = new byte[MOST_READ];
    for (int mutation = 0; mutation < times; mutation++) {
      byte[] image = good.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        spoil(image, places[random.nextInt(places.length)], random);
      }
      long before = allocated();
      try {
        readSomewhere(opener.open(new MemorySource(image)), mostOfTheDisk, random, target);
      } catch (DiskFormatException _) {
        // A refusal is one of the two right answers.
      } catch (IOException | RuntimeException e) {
        fail("mutation " + mutation, e);
      }
      assertThat(allocated() - before).isLessThan(MOST_ALLOCATED);
    }
  }

  private static void spoil(byte[] image, Place place, Random random) {
    int at = place.from() + random.nextInt(place.length());
    long extreme = EXTREMES[random.nextInt(EXTREMES.length)];
    int aligned = at - at % Integer.BYTES;
    ByteBuffer numbers = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    switch (random.nextInt(4)) {
      case 0 -> numbers.putInt(Math.min(aligned, image.length - Integer.BYTES), (int) extreme);
      case 1 -> numbers.putLong(Math.min(aligned, image.length - Long.BYTES), extreme);
      case 2 -> image[at] ^= (byte) (1 << random.nextInt(8));
      default -> image[at] = (byte) random.nextInt();
    }
  }

  private static void readSomewhere(GuestDisk disk, int mostOfTheDisk, Random random, byte[] target)
      throws IOException {
    if (disk.virtualSize() > 0) {
      long from = random.nextLong(Math.min(disk.virtualSize(), mostOfTheDisk));
      int length = (int) Math.min(target.length, disk.virtualSize() - from);
      disk.readsAsZero(from, length);
      disk.read(from, target, 0, length);
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
