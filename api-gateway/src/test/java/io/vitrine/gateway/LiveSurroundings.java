package io.vitrine.gateway;

import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import java.util.Map;

/** The same, with facts that come from the test or go there, and room for few who follow them. */
public class LiveSurroundings extends Surroundings {
  @Override
  public Map<String, String> start() {
    Map<String, String> settings = super.start();
    settings.putAll(InMemoryConnector.switchIncomingChannelsToInMemory("tasks", "images"));
    settings.putAll(InMemoryConnector.switchOutgoingChannelsToInMemory("downloads"));
    settings.put("vitrine.live.max-streams", "3");
    settings.put("vitrine.live.max-streams-per-project", "2");
    settings.put("vitrine.live.keep-alive", "200ms");
    settings.put("vitrine.live.recheck-after", "500ms");
    return settings;
  }

  @Override
  public void stop() {
    InMemoryConnector.clear();
    super.stop();
  }
}
