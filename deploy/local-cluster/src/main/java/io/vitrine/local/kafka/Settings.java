package io.vitrine.local.kafka;

import java.util.HashMap;
import java.util.Map;

/** Settings of Kafka clients. */
public final class Settings {
  private Settings() {}

  /** How to come to the broker, and what this client needs beside that. */
  public static Map<String, Object> of(Map<String, Object> access, Map<String, String> more) {
    Map<String, Object> all = new HashMap<>(access);
    all.putAll(more);
    return all;
  }
}
