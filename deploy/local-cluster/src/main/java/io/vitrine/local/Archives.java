package io.vitrine.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks programs into folders that are complete or not there. */
public final class Archives {
  private static final int OWNER_EXECUTE = 0100;
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private Archives() {}

  /** Fills a folder that is still nameless, and may throw to give it up. */
  interface Filling {
    void fill(Path folder) throws IOException, InterruptedException;
  }

  /** Makes the folder once; what a cut-off run left behind is deleted and made anew. */
  static void once(Path folder, Filling filling) throws IOException, InterruptedException {
    Path done = folder.resolve(".complete");
    Files.createDirectories(folder.getParent());
    // The file lock keeps other processes out, and throws if taken twice within one.
    ReentrantLock within = LOCKS.computeIfAbsent(folder, any -> new ReentrantLock());
    within.lock();
    try {
      onceLocked(folder, done, filling);
    } finally {
      within.unlock();
    }
  }

  private static void onceLocked(Path folder, Path done, Filling filling)
      throws IOException, InterruptedException {
    Path lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      if (lock.isValid() && !Files.exists(done)) {
        delete(folder);
        Files.createDirectories(folder);
        filling.fill(folder);
        Files.createFile(done);
      }
    }
  }

  /** Unpacks a tar, leaving out its first {@code strip} folder levels. */
  static void untar(InputStream compressedOrNot, Path target, int strip) throws IOException {
    try (var tar = new TarArchiveInputStream(new BufferedInputStream(compressedOrNot, 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path relative = Path.of(entry.getName()).normalize();
        if (relative.getNameCount() > strip) {
          Path path = target.resolve(relative.subpath(strip, relative.getNameCount())).normalize();
          if (!path.startsWith(target)) {
            throw new IOException("archive entry outside of its folder: " + entry.getName());
          }
          write(tar, entry, path);
        }
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(path.getParent());
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(path.getParent());
      Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
      boolean executable = (entry.getMode() & OWNER_EXECUTE) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
