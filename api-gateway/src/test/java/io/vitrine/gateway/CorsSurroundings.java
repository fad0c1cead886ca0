package io.vitrine.gateway;

import java.util.Map;

/** With a web page that may send requests. */
public class CorsSurroundings extends Surroundings {
  static final String PAGE = "https://dashboard.example";

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = super.start();
    settings.put("quarkus.http.cors.enabled", "true");
    settings.put("quarkus.http.cors.origins", PAGE);
    return settings;
  }
}
