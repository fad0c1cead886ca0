package io.vitrine.diskformats.qcow2;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.blocks.BlockDecoder;
import io.vitrine.diskformats.deflate.BlockInflater;
import io.vitrine.diskformats.deflate.Wrapping;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** Unpacks compressed clusters one after the other; for one thread. */
final class ClusterDecoder implements BlockDecoder {
  private final Compression compression;
  private final int clusterSize;
  private @Nullable BlockInflater inflater;
  private @Nullable ZstdDecompressCtx zstd;

  ClusterDecoder(Qcow2Header header) {
    this.compression = header.compression();
    this.clusterSize = header.clusterSize();
  }

  /**
   * Unpacks exactly one cluster. The packed length is known in sectors only, so the input may carry
   * bytes of its neighbour behind it.
   */
  @Override
  public void decode(long cluster, byte[] packed, int from, int length, byte[] target, int at)
      throws DiskFormatException {
    switch (compression) {
      case DEFLATE -> inflate(packed, from, length, target, at);
      case ZSTD -> unzstd(packed, from, length, target, at);
    }
  }

  /** As QEMU does it: whether the stream ends with the cluster is not asked. */
  private void inflate(byte[] packed, int from, int length, byte[] target, int at)
      throws DiskFormatException {
    BlockInflater engine = inflater;
    if (engine == null) {
      engine = inflater = new BlockInflater(Wrapping.BARE);
    }
    try {
      if (engine.inflate(packed, from, length, target, at, clusterSize) != clusterSize) {
        throw notACluster(null);
      }
    } catch (DataFormatException e) {
      throw notACluster(e);
    }
  }

  private void unzstd(byte[] packed, int from, int length, byte[] target, int at)
      throws DiskFormatException {
    ZstdDecompressCtx engine = zstd;
    if (engine == null) {
      engine = zstd = new ZstdDecompressCtx();
    }
    try {
      int frame = Math.toIntExact(Zstd.findFrameCompressedSize(packed, from, length));
      if (engine.decompressByteArray(target, at, clusterSize, packed, from, frame) != clusterSize) {
        throw notACluster(null);
      }
    } catch (ZstdException e) {
      throw notACluster(e);
    }
  }

  private static DiskFormatException notACluster(@Nullable Exception cause) {
    String message = "qcow2: a compressed cluster is damaged or cut short";
    return cause == null
        ? new DiskFormatException(message)
        : new DiskFormatException(message, cause);
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.close();
    }
    if (zstd != null) {
      zstd.close();
    }
  }
}
