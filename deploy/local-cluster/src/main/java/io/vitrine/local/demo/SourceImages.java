package io.vitrine.local.demo;

import io.vitrine.local.Checkout;
import io.vitrine.local.ClusterException;
import io.vitrine.local.images.DiskImageFormat;
import io.vitrine.local.images.ImageConverter;
import io.vitrine.local.images.Tools;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Makes the image of the demo, or takes the user's. */
final class SourceImages {
  private static final long DISK = 64L << 20;
  private static final int NOISE = 6 << 20;

  private final Checkout checkout;
  private final Path folder;
  private final ImageConverter converter = new ImageConverter();

  SourceImages(Checkout checkout, Path folder) {
    this.checkout = checkout;
    this.folder = folder;
  }

  /** A qcow2 of a disk whose every byte we know, with a file system on it if we can make one. */
  SourceImage make() throws IOException, InterruptedException {
    Path raw = folder.resolve("disk.raw");
    boolean fileSystem = Tools.find("mkfs.ext4").isPresent();
    if (fileSystem) {
      makeFileSystem(raw, Tools.find("mkfs.ext4").orElseThrow());
    } else {
      makeNoise(raw);
    }
    Path qcow2 = folder.resolve("disk.qcow2");
    converter.toQcow2(raw, qcow2);
    String name = fileSystem ? "demo-ext4" : "demo-disk";
    return new SourceImage(name, qcow2, "qcow2", raw, "the disk that the qcow2 was made of");
  }

  SourceImage of(Path file) throws IOException, InterruptedException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ClusterException("cannot read " + file);
    }
    String name = file.getFileName().toString();
    DiskImageFormat format = DiskImageFormat.of(file);
    if (format == DiskImageFormat.RAW) {
      return new SourceImage(name, file, format.id(), file, "the file itself");
    }
    Path expected = folder.resolve("expected.raw");
    converter.toRaw(format, file, expected);
    return new SourceImage(
        name, file, format.id(), expected, "what " + converter.name() + " reads");
  }

  private void makeFileSystem(Path raw, Path mkfs) throws IOException, InterruptedException {
    Path tree = Files.createDirectories(folder.resolve("files"));
    Files.writeString(tree.resolve("hello.txt"), "This file came through Vitrine.\n");
    Files.write(tree.resolve("noise.bin"), noise());
    copyTexts(tree.resolve("deploy"));
    try (var file = new RandomAccessFile(raw.toFile(), "rw")) {
      file.setLength(DISK);
    }
    Tools.run(
        List.of(
            mkfs.toString(), "-q", "-F", "-L", "vitrine", "-d", tree.toString(), raw.toString()));
  }

  /** Something real to find in the file system: the texts of this checkout's deploy folder. */
  private void copyTexts(Path target) throws IOException {
    Path source = checkout.root().resolve("deploy");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = source.relativize(file);
        if (!relative.toString().contains("target")) {
          Path copy = target.resolve(relative);
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void makeNoise(Path raw) throws IOException {
    try (var file = new RandomAccessFile(raw.toFile(), "rw")) {
      file.setLength(DISK);
      file.seek(DISK / 3);
      file.write(noise());
    }
  }

  private static byte[] noise() {
    byte[] noise = new byte[NOISE];
    new Random(1).nextBytes(noise);
    return noise;
  }
}
