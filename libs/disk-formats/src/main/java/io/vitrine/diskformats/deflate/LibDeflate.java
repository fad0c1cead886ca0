package io.vitrine.diskformats.deflate;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The functions of libdeflate that are used here, where the system has that library. It knows
 * nothing but whole buffers, and takes them in half of zlib's time or less.
 *
 * @see <a href="https://github.com/ebiggers/libdeflate/blob/master/libdeflate.h">libdeflate.h</a>
 */
@SuppressWarnings("restricted")
final class LibDeflate {
  private static final int SUCCESS = 0;
  private static final Optional<SymbolLookup> LIBRARY = find();

  private LibDeflate() {}

  static boolean isInstalled() {
    return LIBRARY.isPresent();
  }

  private static Optional<SymbolLookup> find() {
    try {
      return Optional.of(SymbolLookup.libraryLookup("libdeflate.so.0", Arena.global()));
    } catch (IllegalArgumentException notInstalled) {
      return Optional.empty();
    }
  }

  /** Linked when first used, which is only where the library is. */
  private static final class Functions {
    static final MethodHandle NEW_DECOMPRESSOR =
        link("libdeflate_alloc_decompressor", FunctionDescriptor.of(ADDRESS));
    static final MethodHandle INFLATE = link("libdeflate_deflate_decompress", decompress());
    static final MethodHandle INFLATE_ZLIB = link("libdeflate_zlib_decompress", decompress());
    static final MethodHandle FREE_DECOMPRESSOR =
        link("libdeflate_free_decompressor", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle NEW_COMPRESSOR =
        link("libdeflate_alloc_compressor", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    static final MethodHandle DEFLATE = link("libdeflate_deflate_compress", compress());
    static final MethodHandle DEFLATE_ZLIB = link("libdeflate_zlib_compress", compress());
    static final MethodHandle FREE_COMPRESSOR =
        link("libdeflate_free_compressor", FunctionDescriptor.ofVoid(ADDRESS));

    /** By (decompressor, input, its length, output, room, where to tell the output's length). */
    private static FunctionDescriptor decompress() {
      return FunctionDescriptor.of(
          JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
    }

    /** By (compressor, input, its length, output, room); 0 where the room is too small. */
    private static FunctionDescriptor compress() {
      return FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
    }

    /** Critical, so that the arrays need not be copied: a call takes less than a millisecond. */
    private static MethodHandle link(String name, FunctionDescriptor descriptor) {
      return Linker.nativeLinker()
          .downcallHandle(
              LIBRARY.orElseThrow().findOrThrow(name), descriptor, Linker.Option.critical(true));
    }
  }

  /** For one thread at a time. */
  static final class Decompressor implements AutoCloseable {
    private final MethodHandle function;
    private final MemorySegment decompressor;
    private final MemorySegment made = MemorySegment.ofArray(new long[1]);

    Decompressor(Wrapping wrapping) {
      this.function =
          switch (wrapping) {
            case BARE -> Functions.INFLATE;
            case ZLIB -> Functions.INFLATE_ZLIB;
          };
      this.decompressor = allocated(() -> (MemorySegment) Functions.NEW_DECOMPRESSOR.invokeExact());
    }

    /**
     * Unpacks a whole stream.
     *
     * @return how many bytes it holds; -1 if they are more than the room, or the stream is damaged
     */
    int decompress(byte[] packed, int from, int length, byte[] target, int at, int room) {
      MemorySegment in = segment(packed, from, length);
      MemorySegment out = segment(target, at, room);
      int result =
          called(() ->
              (int)
                  function.invokeExact(decompressor, in, in.byteSize(), out, out.byteSize(), made));
      return result == SUCCESS ? Math.toIntExact(made.get(JAVA_LONG, 0)) : -1;
    }

    @Override
    public void close() {
      free(Functions.FREE_DECOMPRESSOR, decompressor);
    }
  }

  /** For one thread at a time. */
  static final class Compressor implements AutoCloseable {
    private final MethodHandle function;
    private final MemorySegment compressor;

    /**
     * @param level from 1, the fastest, to 12
     */
    Compressor(Wrapping wrapping, int level) {
      this.function =
          switch (wrapping) {
            case BARE -> Functions.DEFLATE;
            case ZLIB -> Functions.DEFLATE_ZLIB;
          };
      this.compressor =
          allocated(() -> (MemorySegment) Functions.NEW_COMPRESSOR.invokeExact(level));
    }

    /** Returns the packed length, or 0 if that is more than the room. */
    int compress(byte[] block, int from, int length, byte[] target, int at, int room) {
      MemorySegment in = segment(block, from, length);
      MemorySegment out = segment(target, at, room);
      return Math.toIntExact(
          called(() ->
              (long) function.invokeExact(compressor, in, in.byteSize(), out, out.byteSize())));
    }

    @Override
    public void close() {
      free(Functions.FREE_COMPRESSOR, compressor);
    }
  }

  private static MemorySegment segment(byte[] bytes, int from, int length) {
    return MemorySegment.ofArray(bytes).asSlice(from, length);
  }

  @FunctionalInterface
  private interface Call<T> {
    T run() throws Throwable;
  }

  private static MemorySegment allocated(Call<MemorySegment> call) {
    MemorySegment made = called(call);
    if (made.equals(MemorySegment.NULL)) {
      throw new OutOfMemoryError("libdeflate got no memory");
    }
    return made;
  }

  private static void free(MethodHandle function, MemorySegment what) {
    called(() -> {
      function.invokeExact(what);
      return true;
    });
  }

  private static <T> T called(Call<T> call) {
    try {
      return call.run();
    } catch (Throwable e) {
      throw new IllegalStateException("libdeflate cannot be called", e);
    }
  }
}
