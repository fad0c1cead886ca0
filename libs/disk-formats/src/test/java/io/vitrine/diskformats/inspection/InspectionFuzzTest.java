package io.vitrine.diskformats.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Whatever the bytes are and however they arrive, there is one verdict, it takes little memory, and
 * what was refused early stays so.
 */
class InspectionFuzzTest {
  private static final int MUTATIONS = 800;
  private static final int MOST_ALLOCATED = 16 << 20;
  private static final Consumer<byte[]> NO_CHECKSUMS = image -> {};
  private static final List<String> DECLARED =
      List.of("raw", "qcow2", "vhd", "vhdx", "vmdk", "vdi", "ploop", "iso", "luks", "gpt", "ami");

  /** A whole number as a hostile image may have it; an int at 4 bytes, a long at 8. */
  private static final long[] EXTREMES = {
    0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 54
  };

  /** How much a test changes of an image at its front and at each place where it has numbers. */
  private static final int SPOILT = 1200;

  static final List<Sample> SAMPLES =
      List.of(
          new Sample("qcow2", DiskSamples.qcow2(DiskSamples.UNCHANGED), NO_CHECKSUMS),
          new Sample(
              "encrypted qcow2", DiskSamples.encryptedQcow2(DiskSamples.UNCHANGED), NO_CHECKSUMS),
          new Sample(
              "vmdk",
              DiskSamples.vmdk(
                  "monolithicSparse", DiskSamples.SPARSE_EXTENT, DiskSamples.UNCHANGED),
              NO_CHECKSUMS),
          new Sample(
              "stream", DiskSamples.streamOptimized(DiskSamples.UNCHANGED), NO_CHECKSUMS, 66_048),
          new Sample(
              "descriptor",
              DiskSamples.vmdkDescriptor("vmfs", "RW 1 VMFS \"disk-flat.vmdk\"")
                  .getBytes(StandardCharsets.US_ASCII),
              NO_CHECKSUMS),
          new Sample(
              "fixed vhd",
              DiskSamples.fixedVhd(DiskSamples.UNCHANGED),
              DiskSamples::sealVhd,
              65_536),
          new Sample(
              "dynamic vhd", DiskSamples.dynamicVhd(DiskSamples.UNCHANGED), DiskSamples::sealVhd),
          new Sample(
              "vhdx",
              DiskSamples.vhdx(DiskSamples.UNCHANGED),
              DiskSamples::sealVhdx,
              64 << 10,
              128 << 10,
              DiskSamples.VHDX_REGIONS,
              DiskSamples.VHDX_REGIONS + 64,
              DiskSamples.VHDX_METADATA,
              DiskSamples.VHDX_METADATA + 64,
              DiskSamples.VHDX_ITEMS),
          new Sample("vdi", DiskSamples.vdi(DiskSamples.UNCHANGED), NO_CHECKSUMS),
          new Sample("ploop", DiskSamples.ploop(DiskSamples.UNCHANGED), NO_CHECKSUMS),
          new Sample("iso", DiskSamples.iso(DiskSamples.UNCHANGED), NO_CHECKSUMS, 32_768),
          new Sample("udf", DiskSamples.udf(DiskSamples.UNCHANGED), NO_CHECKSUMS, 32_768),
          new Sample("hybrid", DiskSamples.hybridIso(DiskSamples.UNCHANGED), NO_CHECKSUMS, 32_768),
          new Sample("gpt", DiskSamples.gpt(DiskSamples.UNCHANGED), NO_CHECKSUMS),
          new Sample("luks 1", DiskSamples.luks1(DiskSamples.UNCHANGED), NO_CHECKSUMS),
          new Sample(
              "luks 2",
              DiskSamples.luks2(DiskSamples.LUKS2_SEGMENT, DiskSamples.UNCHANGED),
              DiskSamples::sealLuks2,
              4096),
          new Sample("qed", DiskSamples.qed(), NO_CHECKSUMS),
          new Sample("raw", new byte[100_000], NO_CHECKSUMS));

  /**
   * An image to spoil.
   *
   * @param seal makes its checksums right again, so that the checks behind them are reached
   * @param fields where there are 64 bytes of numbers, besides the first 512
   */
  record Sample(String name, byte[] bytes, Consumer<byte[]> seal, int... fields) {
    void restore(byte[] spoilt) {
      restore(spoilt, 0);
      restore(spoilt, Math.max(0, spoilt.length - SPOILT));
      for (int field : fields) {
        restore(spoilt, field);
      }
    }

    private void restore(byte[] spoilt, int from) {
      System.arraycopy(bytes, from, spoilt, from, Math.min(SPOILT, spoilt.length - from));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void judgesSpoiledImages(Sample sample) throws IOException {
    Random random = new Random(5);
    byte[] image = sample.bytes().clone();
    for (int mutation = 0; mutation < MUTATIONS; mutation++) {
      // Given
      for (int change = random.nextInt(4); change >= 0; change--) {
        spoil(image, sample, random);
      }
      if (random.nextBoolean()) {
        sample.seal().accept(image);
      }
      int length = random.nextInt(4) > 0 ? image.length : random.nextInt(image.length + 1);

      // When / Then
      Inspection verdict = judge(image, length, random);
      assertThat(FormatInspector.inspect(new Front(image, length))).isEqualTo(verdict);
      sample.restore(image);
    }
    assertThat(image).isEqualTo(sample.bytes());
  }

  private static void spoil(byte[] image, Sample sample, Random random) {
    int[] fields = sample.fields();
    int base =
        fields.length == 0 || random.nextBoolean() ? 0 : fields[random.nextInt(fields.length)];
    int at = Math.min(image.length - 1, base + random.nextInt(512));
    switch (random.nextInt(4)) {
      case 0 -> image[at] = (byte) random.nextInt();
      case 1 -> image[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        byte[] other = SAMPLES.get(random.nextInt(SAMPLES.size())).bytes();
        int from = random.nextInt(2) * random.nextInt(Math.min(other.length, 4096));
        int length =
            Math.min(random.nextInt(600), Math.min(other.length - from, image.length - at));
        System.arraycopy(other, from, image, random.nextBoolean() ? 0 : at, length);
      }
      default -> {
        byte[] stretch = new byte[Math.min(1 + random.nextInt(16), image.length - at)];
        random.nextBytes(stretch);
        System.arraycopy(stretch, 0, image, at, stretch.length);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void judgesExtremeNumbersInEveryField(Sample sample) {
    Random random = new Random(6);
    byte[] image = sample.bytes().clone();
    for (int at = 0; at + Long.BYTES <= Math.min(512, image.length); at += Integer.BYTES) {
      judgeExtremesAt(at, image, sample, random);
    }
    for (int field : sample.fields()) {
      for (int at = field;
          at + Long.BYTES <= Math.min(field + 64, image.length);
          at += Integer.BYTES) {
        judgeExtremesAt(at, image, sample, random);
      }
    }
  }

  private static void judgeExtremesAt(int at, byte[] image, Sample sample, Random random) {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      for (long extreme : EXTREMES) {
        ByteBuffer numbers = ByteBuffer.wrap(image).order(order);
        if (extreme == (int) extreme) {
          numbers.putInt(at, (int) extreme);
        } else {
          numbers.putLong(at, extreme);
        }
        sample.seal().accept(image);
        judge(image, image.length, random);
        sample.restore(image);
      }
    }
  }

  private static Inspection judge(byte[] image, int length, Random random) {
    FormatInspector inspector = new FormatInspector();
    int mostAtOnce = 1 << (5 + random.nextInt(17));
    Optional<Inspection> early = Optional.empty();
    long before = allocated();
    for (int at = 0; at < length; ) {
      int now = Math.min(length - at, Math.max(length / 100, 1 + random.nextInt(mostAtOnce)));
      inspector.feed(image, at, now);
      early = early.or(() -> inspector.early("raw"));
      at += now;
    }
    Inspection verdict = inspector.finish(length);

    assertThat(allocated() - before).isLessThan(MOST_ALLOCATED);
    if (early.isPresent()) {
      assertThatEarlyHolds(early.get(), inspector, verdict);
    }
    return verdict;
  }

  private static void assertThatEarlyHolds(
      Inspection early, FormatInspector inspector, Inspection verdict) {
    if (early instanceof Inspection.Refused) {
      assertThat(verdict).isInstanceOf(Inspection.Refused.class);
    }
    for (String declared : DECLARED) {
      boolean refused =
          inspector
              .early(declared)
              .filter(found -> found.checkAgainst(declared) instanceof Inspection.Refused)
              .isPresent();
      if (refused) {
        assertThat(verdict.checkAgainst(declared)).isInstanceOf(Inspection.Refused.class);
      }
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** The first bytes of an image. */
  private record Front(byte[] bytes, int length) implements RandomAccessSource {
    @Override
    public long size() {
      return length;
    }

    @Override
    public void readFully(long offset, byte[] target, int from, int count) {
      Objects.checkFromIndexSize(offset, count, length);
      System.arraycopy(bytes, (int) offset, target, from, count);
    }
  }
}
