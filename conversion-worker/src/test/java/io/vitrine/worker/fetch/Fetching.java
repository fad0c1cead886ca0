package io.vitrine.worker.fetch;

import io.vitrine.remote.Network;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceRules;
import io.vitrine.remote.SourceRules.Choice;
import io.vitrine.worker.fetch.FetchLimits.Ahead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What tests of fetches share. */
final class Fetching {
  static final long ROOM = 1L << 30;

  private Fetching() {}

  /** From these servers only, although they are on this machine. */
  static SourceRules rules(SourceServer... servers) {
    return new SourceRules(
        RemoteUrl.SCHEMES,
        Choice.any(),
        Choice.among(Arrays.stream(servers).map(SourceServer::port).toList()),
        List.of(Network.of("127.0.0.1/32")),
        List.of());
  }

  /** From any server on this machine. */
  static SourceRules anywhere() {
    return new SourceRules(
        RemoteUrl.SCHEMES, Choice.any(), Choice.any(), List.of(Network.of("127.0.0.1")), List.of());
  }

  static RemoteUrl url(RawServer server) throws IOException {
    return RemoteUrl.parse("http://127.0.0.1:%d/a".formatted(server.port()));
  }

  static FetchLimits limits(Ahead ahead) {
    return limits(16 << 10, Duration.ofHours(6), ahead);
  }

  static FetchLimits limits(long minSpeed, Duration timeLimit, Ahead ahead) {
    return new FetchLimits(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        4,
        Duration.ZERO,
        minSpeed,
        timeLimit,
        ahead);
  }

  static RemoteSources sources(SourceRules rules, Resolver resolver, FetchLimits limits) {
    return new RemoteSources(rules, resolver, Optional.empty(), limits);
  }

  /** On this machine, whatever it is called. */
  static Resolver here() {
    return host -> List.of(InetAddress.ofLiteral("127.0.0.1"));
  }

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  static byte[] allOf(RemoteStream stream) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[1 << 20];
    for (int got = stream.read(piece); got >= 0; got = stream.read(piece)) {
      all.write(piece, 0, got);
    }
    return all.toByteArray();
  }
}
