package io.vitrine.local.images;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.conversion.OutputFormat;
import io.vitrine.local.ClusterException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Converts images. qemu-img is the better judge of what the service does, since it shares no code
 * with it; without it the service's own library has to do.
 */
public final class ImageConverter {
  private final Optional<Path> qemu = Tools.find("qemu-img");

  /** Who converts, in words. */
  public String name() {
    return qemu.isPresent() ? "qemu-img" : "Vitrine's own reader (no qemu-img here)";
  }

  public void toQcow2(Path raw, Path qcow2) throws IOException, InterruptedException {
    if (qemu.isPresent()) {
      convert(qemu.get(), DiskImageFormat.RAW, raw, DiskImageFormat.QCOW2, qcow2, "-c");
    } else {
      convert(raw, DiskFormat.RAW, qcow2, OutputFormat.QCOW2);
    }
  }

  public void toRaw(DiskImageFormat format, Path image, Path raw)
      throws IOException, InterruptedException {
    if (qemu.isPresent()) {
      convert(qemu.get(), format, image, DiskImageFormat.RAW, raw);
    } else if (format == DiskImageFormat.QCOW2) {
      convert(image, DiskFormat.QCOW2, raw, OutputFormat.RAW);
    } else {
      throw new ClusterException(
          "qemu-img is needed to check a " + format.id() + " (Debian: apt install qemu-utils)");
    }
  }

  private static void convert(
      Path program,
      DiskImageFormat from,
      Path source,
      DiskImageFormat to,
      Path target,
      String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of(program.toString(), "convert"));
    command.addAll(List.of("-f", from.id(), "-O", to.id()));
    command.addAll(List.of(options));
    command.addAll(List.of(source.toString(), target.toString()));
    Tools.run(command);
  }

  /** By Vitrine's own library, whatever else is there. Zeros that it knows of become holes. */
  public static void qcow2ToRawByVitrine(Path qcow2, Path raw)
      throws IOException, InterruptedException {
    convert(qcow2, DiskFormat.QCOW2, raw, OutputFormat.RAW);
  }

  private static void convert(Path source, DiskFormat from, Path target, OutputFormat to)
      throws IOException, InterruptedException {
    try (FileChannel in = FileChannel.open(source);
        var out = new SparseFile(target)) {
      Converter.convert(new FileSource(in, in.size()), from, to, out, (done, total) -> {});
    }
  }

  private record FileSource(FileChannel file, long size) implements RandomAccessSource {
    /** What a channel reads for an array goes through a buffer, which this keeps in the cache. */
    private static final int PIECE = 128 << 10;

    @Override
    public void readFully(long offset, byte[] target, int from, int length) throws IOException {
      for (int done = 0; done < length; ) {
        int now = Math.min(PIECE, length - done);
        int n = file.read(ByteBuffer.wrap(target, from + done, now), offset + done);
        if (n < 0) {
          throw new EOFException("the file ends at " + (offset + done));
        }
        done += n;
      }
    }
  }
}
