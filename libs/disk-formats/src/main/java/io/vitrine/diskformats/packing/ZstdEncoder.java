package io.vitrine.diskformats.packing;

import com.github.luben.zstd.ZstdCompressCtx;

/** Each block a frame of Zstandard (RFC 8878), at the usual level. */
public final class ZstdEncoder implements BlockEncoder {
  private final ZstdCompressCtx zstd = new ZstdCompressCtx();

  @Override
  public int encode(byte[] block, int from, int length, byte[] target, int at) {
    return zstd.compressByteArray(target, at, length + MOST_ADDED, block, from, length);
  }

  @Override
  public void close() {
    zstd.close();
  }
}
