package io.vitrine.local.chaos;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine that images are fetched from. No fault hits it. */
public final class ImageHost implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";

  private final Path folder;
  private final HttpServer server;

  /** A frozen worker leaves its answer where it is; the others go on. */
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Serves the files of a folder, which is there. */
  public ImageHost(Path folder) {
    this.folder = folder;
    var address = new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), 0);
    this.server = SimpleFileServer.createFileServer(address, folder, OutputLevel.NONE);
    server.setExecutor(threads);
    server.start();
  }

  Path folder() {
    return folder;
  }

  String url(Path file) {
    return "http://%s:%d/%s".formatted(ADDRESS, port(), folder.relativize(file));
  }

  private int port() {
    return server.getAddress().getPort();
  }

  /** Settings of a registry and a worker that may have what is here, and nothing else. */
  public Map<String, String> settings() {
    return Map.of(
        "VITRINE_FETCH_ALLOWED_NETWORKS", ADDRESS, "VITRINE_FETCH_ALLOWED_PORTS", "" + port());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
