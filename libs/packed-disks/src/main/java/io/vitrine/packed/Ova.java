package io.vitrine.packed;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An OVA (DSP0243) with one machine's one disk.
 *
 * @param diskName the name of the disk's file
 * @param disk the disk's file as a window of the OVA; what format it has is told by its content
 * @param digest what the manifest says of that file: it is for whoever reads that to hold it
 *     against this. The description has been held against the manifest already
 */
public record Ova(
    String diskName, RandomAccessSource disk, Optional<Digest> digest, OvfProperties properties) {
  private static final int MOST_TEXT = 1 << 20;
  private static final String MANIFEST = ".mf";

  /**
   * What the manifest says of a file.
   *
   * @param algorithm {@code sha1}, {@code sha256} or {@code sha512}
   * @param hex in lower case
   */
  public record Digest(String algorithm, String hex) {

    MessageDigest start() {
      try {
        return MessageDigest.getInstance(algorithm.replace("sha", "SHA-"));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has " + algorithm, e);
      }
    }

    boolean is(MessageDigest sum) {
      return HexFormat.of().formatHex(sum.digest()).equals(hex);
    }
  }

  /**
   * Reads the headers, the description and the manifest: some KiB.
   *
   * @throws PackedDiskException if there is not exactly one disk in it that can be used as it is
   */
  public static Ova open(RandomAccessSource ova) throws IOException {
    Map<String, SourceWindow> files = TarEntries.of(ova);
    String descriptorName = only(files, TarEntries::isDescriptor, "description (.ovf)");
    if (descriptorName == null) {
      throw new PackedDiskException("ova: it holds no description (.ovf)");
    }
    byte[] text = text(files, descriptorName);
    OvaManifest manifest = manifest(files);
    Optional<Digest> expected = manifest.of(descriptorName);
    if (expected.isPresent() && !isOf(expected.get(), text)) {
      throw new PackedDiskException("ova: its .ovf has another digest than its .mf says");
    }
    OvfDescriptor descriptor = OvfDescriptor.parse(text);
    OvfDescriptor.Disk disk = descriptor.onlyDisk();
    SourceWindow file = files.get(disk.file());
    if (file == null) {
      throw new PackedDiskException("ova: the file of its disk is not in it");
    }
    if (disk.size().isPresent() && !disk.size().get().equals(Long.toString(file.size()))) {
      throw new PackedDiskException(
          "ova: the file of its disk has another size than its .ovf says");
    }
    return new Ova(disk.file(), file, manifest.of(disk.file()), OvfProperties.of(descriptor, disk));
  }

  /** The disk from its first byte to its last, in ranges of 4 MiB, the next one ahead. */
  public InputStream stream() {
    return new SourceStream(disk, 0, disk.size());
  }

  private static boolean isOf(Digest digest, byte[] bytes) {
    MessageDigest sum = digest.start();
    sum.update(bytes);
    return digest.is(sum);
  }

  private static OvaManifest manifest(Map<String, SourceWindow> files) throws IOException {
    String name =
        only(files, file -> file.toLowerCase(Locale.ROOT).endsWith(MANIFEST), "manifest (.mf)");
    return OvaManifest.parse(name == null ? new byte[0] : text(files, name));
  }

  private static @Nullable String only(
      Map<String, SourceWindow> files, Predicate<String> kind, String what)
      throws PackedDiskException {
    List<String> names = files.keySet().stream().filter(kind).toList();
    if (names.size() > 1) {
      throw new PackedDiskException("ova: it holds more than one " + what);
    }
    return names.isEmpty() ? null : names.getFirst();
  }

  private static byte[] text(Map<String, SourceWindow> files, String name) throws IOException {
    SourceWindow file = files.get(name);
    if (file == null || file.size() > MOST_TEXT) {
      throw new PackedDiskException(
          "ova: its description or its manifest is larger than %d bytes".formatted(MOST_TEXT));
    }
    return file.readAll();
  }
}
