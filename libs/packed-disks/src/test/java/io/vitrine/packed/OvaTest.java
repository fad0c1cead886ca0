package io.vitrine.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OvaTest {
  private static final String DISK_LINE = "<Disk ovf:capacity=\"15\"";
  private static final String FILE = "ovf:href=\"machine-disk1.vmdk\"";

  @Test
  void offersTheDiskWhereItIs() throws IOException {
    // Given
    OvaSample sample = new OvaSample();

    // When
    Ova ova = sample.open();

    // Then
    assertThat(ova.diskName()).isEqualTo(OvaSample.DISK);
    byte[] bytes = new byte[Math.toIntExact(ova.disk().size())];
    ova.disk().readFully(0, bytes, 0, bytes.length);
    assertThat(bytes).isEqualTo(sample.disk());
    assertThat(ova.digest()).isEmpty();
  }

  @Test
  void keepsReadersInsideTheDisk() throws IOException {
    // Given
    Ova ova = new OvaSample().open();

    // When / Then
    assertThatThrownBy(() -> ova.disk().readFully(2999, new byte[2], 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void passesOverOtherFiles() throws IOException {
    // Given
    OvaSample.File cdrom = new OvaSample.File("tools.iso", new byte[5000]);
    OvaSample.File certificate = new OvaSample.File("machine.cert", new byte[50]);

    // When / Then
    assertThat(new OvaSample().open(cdrom, certificate).diskName()).isEqualTo(OvaSample.DISK);
  }

  @ParameterizedTest
  @CsvSource({"SHA1,SHA-1", "SHA256,SHA-256", "SHA512,SHA-512"})
  void tellsTheDigestOfTheDisk(String name, String algorithm) throws Exception {
    // Given
    OvaSample sample = new OvaSample();
    String line = name + "(" + OvaSample.DISK + ")= " + digest(algorithm, sample.disk());

    // When
    Ova ova = sample.open(manifest(line + "\r\n"));

    // Then
    assertThat(ova.digest())
        .contains(new Ova.Digest(name.toLowerCase(Locale.ROOT), digest(algorithm, sample.disk())));
  }

  @Test
  void readsTheDiskFromItsFirstByteToItsLast() throws Exception {
    // Given
    OvaSample sample = new OvaSample();

    // When
    try (InputStream disk = sample.open().stream()) {
      // Then
      assertThat(disk.readAllBytes()).isEqualTo(sample.disk());
    }
  }

  @Test
  void holdsTheDescriptionAgainstTheManifest() throws Exception {
    // Given
    OvaSample sample = new OvaSample();
    byte[] ovf = sample.ovf().getBytes(StandardCharsets.UTF_8);
    String line = "SHA256 (machine.ovf) = " + digest("SHA-256", ovf);

    // When / Then
    assertThat(sample.open(manifest(line)).diskName()).isEqualTo(OvaSample.DISK);
    sample.with("4.2", "4.3");
    assertThatThrownBy(() -> sample.open(manifest(line)))
        .isInstanceOf(PackedDiskException.class)
        .hasMessageContaining("another digest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no list of digests",
        "MD5(machine-disk1.vmdk)= 00112233445566778899aabbccddeeff",
        "SHA256(machine-disk1.vmdk)= short",
        ")= SHA256(",
        "SHA1(a)= 0011223344556677889900112233445566778899\nSHA1(a)= 0011223344556677889900112233445566778899"
      })
  void refusesAManifestThatIsNone(String text) {
    assertThatThrownBy(() -> new OvaSample().open(manifest(text)))
        .isInstanceOf(PackedDiskException.class)
        .hasMessageContaining(".mf");
  }

  private static OvaSample.File manifest(String text) {
    return new OvaSample.File("machine.mf", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(String algorithm, byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesSeveralDisksAndSaysHowMany() {
    // Given
    OvaSample sample =
        new OvaSample()
            .with(
                DISK_LINE,
                "<Disk ovf:capacity=\"1\" ovf:diskId=\"vmdisk2\" ovf:fileRef=\"file1\"/>"
                    + DISK_LINE);

    // When / Then
    assertRefused(sample, "2 disks");
  }

  @Test
  void refusesAMachineWithoutADisk() {
    assertRefused(new OvaSample().with(DISK_LINE, "<NoDisk"), "0 disks");
    assertRefused(new OvaSample().with("ovf:fileRef=\"file1\"", ""), "empty one");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-014")
  void refusesADiskThatIsADifference() {
    assertRefused(
        new OvaSample().with(DISK_LINE, "<Disk ovf:parentRef=\"base\" ovf:capacity=\"15\""),
        "difference");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/disk.vmdk",
        "file:machine-disk1.vmdk",
        "../machine-disk1.vmdk",
        "/machine-disk1.vmdk",
        "..\\machine-disk1.vmdk"
      })
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesADiskThatIsElsewhere(String href) {
    assertRefused(new OvaSample().with(FILE, "ovf:href=\"" + href + "\""), "elsewhere");
  }

  @Test
  void refusesADiskThatIsMissing() {
    assertRefused(new OvaSample().with(FILE, "ovf:href=\"other.vmdk\""), "is not in it");
    assertRefused(new OvaSample().with(FILE, ""), "is not in it");
    assertRefused(new OvaSample().with("ovf:id=\"file1\"", "ovf:id=\"file2\""), "which file");
  }

  @Test
  void refusesADiskThatIsPackedOrInPieces() {
    assertRefused(new OvaSample().with(FILE, FILE + " ovf:compression=\"gzip\""), "once more");
    assertRefused(new OvaSample().with(FILE, FILE + " ovf:chunkSize=\"1000\""), "chunks");
  }

  @Test
  void refusesADiskOfAnotherSizeThanItIsSaidToHave() {
    assertRefused(new OvaSample().with("ovf:size=\"3000\"", "ovf:size=\"2999\""), "another size");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesTwoDescriptions() {
    assertThatThrownBy(() -> new OvaSample().open(new OvaSample.File("b.OVF", new byte[1])))
        .hasMessageContaining("more than one description");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void refusesAVastDescription() {
    assertThatThrownBy(() -> new OvaSample().with("Router", "x".repeat(1 << 20)).open())
        .isInstanceOf(PackedDiskException.class)
        .hasMessageContaining("larger than 1048576 bytes");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void fetchesNothingThatADescriptionNames() {
    assertRefused(
        typed("<!DOCTYPE e [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>").with("Router", "&x;"),
        "plain XML");
    assertRefused(typed("<!DOCTYPE e SYSTEM \"http://127.0.0.1:9/x.dtd\">"), "plain XML");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void expandsNoEntities() {
    assertRefused(
        typed("<!DOCTYPE e [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY c \"&b;&b;\">]>")
            .with("Router", "&c;"),
        "plain XML");
  }

  private static OvaSample typed(String type) {
    return new OvaSample().with("encoding=\"UTF-8\"?>", "encoding=\"UTF-8\"?>" + type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<", "<a/>", "<Envelope/>", "<Envelope xmlns='urn:other'/>"})
  void refusesWhatIsNoDescription(String xml) throws IOException {
    // Given
    byte[] ova = OvaSample.tar(new OvaSample.File("a.ovf", xml.getBytes(StandardCharsets.UTF_8)));

    // When / Then
    assertThatThrownBy(() -> Ova.open(new Bytes(ova)))
        .isInstanceOf(PackedDiskException.class)
        .hasMessageStartingWith("ova: its .ovf is not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<a>", "<a/>", "<a b='c'/>"})
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void boundsWhatADescriptionCosts(String element) throws IOException {
    // Given: as many elements as there is room for, beside each other or inside each other
    String xml = element.repeat(((1 << 20) - 4096) / element.length());
    OvaSample sample = new OvaSample().with("<References>", "<References>" + xml);
    byte[] ova = sample.bytes();
    long before = allocated();

    // When
    try {
      Ova.open(new Bytes(ova));
    } catch (PackedDiskException e) {
      assertThat(e).hasMessageStartingWith("ova: its .ovf is not plain XML");
    }

    // Then
    assertThat(allocated() - before).isLessThan(192 << 20);
  }

  @Test
  void refusesAnOvaCutShortAnywhere() throws IOException {
    // Given
    OvaSample sample = new OvaSample();
    byte[] ova = sample.bytes();
    int end = new String(ova, StandardCharsets.ISO_8859_1).lastIndexOf(OvaSample.DISK) + 512 + 3000;

    for (int length = 0; length < end; length += 50) {
      byte[] rest = Arrays.copyOf(ova, length);

      // When / Then
      assertThatThrownBy(() -> Ova.open(new Bytes(rest))).isInstanceOf(PackedDiskException.class);
    }
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void survivesAllKindsOfDamage() throws IOException {
    // Given
    byte[] good = new OvaSample().bytes();
    Random random = new Random(11);

    for (int mutation = 0; mutation < 3000; mutation++) {
      byte[] ova = good.clone();
      for (int change = random.nextInt(6); change >= 0; change--) {
        ova[512 + random.nextInt(4096)] = (byte) random.nextInt();
      }

      // When
      try {
        Ova found = Ova.open(new Bytes(ova));

        // Then
        assertThat(found.properties().custom().values())
            .allMatch(value -> !value.isEmpty() && value.length() <= 255);
      } catch (PackedDiskException e) {
        assertThat(e).hasMessageStartingWith("ova: ");
      }
    }
  }

  private static void assertRefused(OvaSample sample, String reason) {
    assertThatThrownBy(sample::open)
        .isInstanceOf(PackedDiskException.class)
        .hasMessageStartingWith("ova: ")
        .hasMessageContaining(reason);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
