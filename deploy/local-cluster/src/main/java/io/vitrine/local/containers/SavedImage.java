package io.vitrine.local.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * An image as {@code docker save} writes it.
 *
 * <p>A builder notes when it built and in which containers, and the folders that it makes get the
 * time of the day. So the same input has another id each time, until what is noted is left out and
 * nothing is newer than the release.
 */
final class SavedImage implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final List<String> OF_THE_BUILD =
      List.of("container", "container_config", "docker_version", "id", "parent");
  private static final List<String> OF_THE_CONTAINER = List.of("Hostname", "Domainname", "Image");

  private final TarFile tar;

  SavedImage(Path file) throws IOException {
    this.tar = new TarFile(file.toFile());
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /** Writes the same image, of that name, as it would have been built at that time. */
  void stamp(Instant time, String name, Path target) throws IOException {
    JsonNode manifest = json("manifest.json").get(0);
    Path layer = Files.createTempFile(target.getParent(), "layer", ".tar");
    try (var out = new TarArchiveOutputStream(buffered(target))) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      ArrayNode digests = JSON.createArrayNode();
      ArrayNode layers = JSON.createArrayNode();
      for (JsonNode path : manifest.get("Layers")) {
        String digest = write(path.asText(), time, layer);
        digests.add("sha256:" + digest);
        layers.add(digest + ".tar");
        put(out, digest + ".tar", layer);
      }
      byte[] config = config(json(manifest.get("Config").asText()), digests, time);
      String id = HexFormat.of().formatHex(sha256().digest(config));
      put(out, id + ".json", config);
      ArrayNode described = JSON.createArrayNode();
      ObjectNode image = described.addObject();
      image.put("Config", id + ".json");
      image.putArray("RepoTags").add(name);
      image.set("Layers", layers);
      put(out, "manifest.json", JSON.writeValueAsBytes(described));
    } finally {
      Files.delete(layer);
    }
  }

  private static byte[] config(JsonNode read, ArrayNode digests, Instant time) throws IOException {
    var config = (ObjectNode) read;
    config.remove(OF_THE_BUILD);
    if (config.get("config") instanceof ObjectNode container) {
      container.remove(OF_THE_CONTAINER);
    }
    config.put("created", time.toString());
    config.path("history").forEach(step -> ((ObjectNode) step).put("created", time.toString()));
    ((ObjectNode) config.get("rootfs")).set("diff_ids", digests);
    return JSON.writeValueAsBytes(config);
  }

  /**
   * A layer in which nothing is too new stays as it is, byte for byte: a base keeps the digests
   * that it has in its registry.
   *
   * @return the SHA-256 of what was written
   */
  private String write(String path, Instant time, Path target) throws IOException {
    MessageDigest digest = sha256();
    boolean newer = hasNewer(path, time);
    try (InputStream in = open(path);
        OutputStream out = new DigestOutputStream(buffered(target), digest)) {
      if (newer) {
        rewrite(in, time, out);
      } else {
        in.transferTo(out);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private boolean hasNewer(String path, Instant time) throws IOException {
    try (var layer = new TarArchiveInputStream(open(path))) {
      for (TarArchiveEntry e = layer.getNextEntry(); e != null; e = layer.getNextEntry()) {
        if (isNewer(e, time)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isNewer(TarArchiveEntry entry, Instant time) {
    return entry.getLastModifiedTime().toInstant().isAfter(time);
  }

  private static void rewrite(InputStream in, Instant time, OutputStream target)
      throws IOException {
    try (var layer = new TarArchiveInputStream(in);
        var out = new TarArchiveOutputStream(target)) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (TarArchiveEntry entry = layer.getNextEntry();
          entry != null;
          entry = layer.getNextEntry()) {
        if (isNewer(entry, time)) {
          entry.setLastModifiedTime(FileTime.from(time));
        }
        out.putArchiveEntry(entry);
        if (entry.isFile() && !entry.isLink()) {
          layer.transferTo(out);
        }
        out.closeArchiveEntry();
      }
    }
  }

  private JsonNode json(String path) throws IOException {
    try (InputStream in = tar.getInputStream(entry(path))) {
      return JSON.readTree(in.readAllBytes());
    }
  }

  /** Newer engines save layers as they have them, which may be compressed. */
  private InputStream open(String path) throws IOException {
    var in = new BufferedInputStream(tar.getInputStream(entry(path)), 1 << 16);
    in.mark(2);
    boolean compressed = (in.read() << 8 | in.read()) == GZIP_MAGIC;
    in.reset();
    return compressed ? new GZIPInputStream(in) : in;
  }

  /** Docker 20.10 saves a layer that comes twice as a link to the first. */
  private TarArchiveEntry entry(String path) throws IOException {
    for (TarArchiveEntry entry : tar.getEntries()) {
      if (entry.getName().equals(path)) {
        return entry.isSymbolicLink() ? entry(target(entry)) : entry;
      }
    }
    throw new IOException("no " + path + " in the saved image");
  }

  private static String target(TarArchiveEntry link) {
    return Path.of(link.getName()).resolveSibling(link.getLinkName()).normalize().toString();
  }

  private static void put(TarArchiveOutputStream out, String name, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      put(out, name, Files.size(file), in);
    }
  }

  private static void put(TarArchiveOutputStream out, String name, byte[] content)
      throws IOException {
    put(out, name, content.length, new ByteArrayInputStream(content));
  }

  private static void put(TarArchiveOutputStream out, String name, long size, InputStream in)
      throws IOException {
    var entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL);
    entry.setSize(size);
    entry.setLastModifiedTime(FileTime.fromMillis(0));
    out.putArchiveEntry(entry);
    in.transferTo(out);
    out.closeArchiveEntry();
  }

  private static OutputStream buffered(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
