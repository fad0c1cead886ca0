package io.vitrine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which port every part listens on; all of them on 127.0.0.1. */
public record Ports(Map<PartName, Integer> byPart, int kafkaController, int kafkaInternal) {
  private static final int DEFAULT_KAFKA_CONTROLLER = 9193;
  private static final String KAFKA_CONTROLLER_VARIABLE = "VITRINE_PORT_KAFKA_CONTROLLER";
  private static final int DEFAULT_KAFKA_INTERNAL = 9194;
  private static final String KAFKA_INTERNAL_VARIABLE = "VITRINE_PORT_KAFKA_INTERNAL";

  public Ports {
    byPart = Map.copyOf(byPart);
    for (PartName part : PartName.values()) {
      requireValid(byPart.getOrDefault(part, 0), part.id());
    }
    requireValid(kafkaController, "the Kafka controller");
    requireValid(kafkaInternal, "Kafka's internal listener");
  }

  private static void requireValid(int port, String owner) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port for " + owner + ": " + port);
    }
  }

  /** The usual ports, unless the environment has another, as VITRINE_PORT_GATEWAY=9999. */
  public static Ports from(Map<String, String> environment) {
    var ports = new EnumMap<PartName, Integer>(PartName.class);
    for (PartName part : PartName.values()) {
      ports.put(part, read(environment, variable(part), part.defaultPort()));
    }
    return new Ports(
        ports,
        read(environment, KAFKA_CONTROLLER_VARIABLE, DEFAULT_KAFKA_CONTROLLER),
        read(environment, KAFKA_INTERNAL_VARIABLE, DEFAULT_KAFKA_INTERNAL));
  }

  /** The environment variable that gives a part another port. */
  static String variable(PartName part) {
    return "VITRINE_PORT_" + part.name();
  }

  private static int read(Map<String, String> environment, String variable, int fallback) {
    String text = environment.get(variable);
    if (text == null || text.isBlank()) {
      return fallback;
    }
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(variable + " is not a port: " + text, e);
    }
  }

  /** Ports that nobody listens on now, all different. */
  public static Ports free() {
    var sockets = new ArrayList<ServerSocket>();
    try {
      var ports = new EnumMap<PartName, Integer>(PartName.class);
      for (PartName part : PartName.values()) {
        ports.put(part, reserve(sockets));
      }
      return new Ports(ports, reserve(sockets), reserve(sockets));
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    } finally {
      closeAll(sockets);
    }
  }

  private static int reserve(List<ServerSocket> sockets) throws IOException {
    var socket = new ServerSocket();
    sockets.add(socket);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket.getLocalPort();
  }

  private static void closeAll(List<ServerSocket> sockets) {
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public int of(PartName part) {
    return byPart.getOrDefault(part, part.defaultPort());
  }

  public List<Integer> listenedBy(PartName part) {
    return part == PartName.KAFKA
        ? List.of(of(part), kafkaController, kafkaInternal)
        : List.of(of(part));
  }

  public String url(PartName part) {
    return "http://127.0.0.1:" + of(part);
  }

  public String kafka() {
    return "127.0.0.1:" + of(PartName.KAFKA);
  }

  public String jdbc(String database) {
    return "jdbc:postgresql://127.0.0.1:" + of(PartName.POSTGRES) + "/" + database;
  }

  public String realm() {
    return url(PartName.KEYCLOAK) + "/realms/vitrine";
  }
}
