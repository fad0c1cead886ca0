package io.vitrine.local;

import io.vitrine.local.Acls.Grant;
import io.vitrine.local.Acls.Right;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The channels in a service's application.properties, and the rights that they need. */
final class Channels {
  private static final Pattern CHANNEL =
      Pattern.compile("mp\\.messaging\\.(incoming|outgoing)\\.([^.]+)\\..*");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

  /** Groups that are made up in code. */
  private static final Map<String, String> GROUPS = Map.of("cache-orders", "store-cache-*");

  private final String principal;
  private final Properties settings = new Properties();

  Channels(PartName service) throws IOException {
    this.principal = "vitrine-" + service.id();
    Path file =
        Checkout.find()
            .root()
            .resolve(service.title())
            .resolve("src/main/resources/application.properties");
    try (Reader reader = Files.newBufferedReader(file)) {
      settings.load(reader);
    }
  }

  /** Whether it also sends what is in no channel's settings: each fact names its topic. */
  boolean hasOutbox() {
    return settings.containsKey("vitrine.outbox.source");
  }

  Set<Grant> needs() {
    Set<Grant> needs = new HashSet<>();
    for (String setting : settings.stringPropertyNames()) {
      Matcher matcher = CHANNEL.matcher(setting);
      if (matcher.matches()) {
        String name = matcher.group(2);
        if (matcher.group(1).equals("outgoing")) {
          needs.add(new Grant(principal, Right.WRITE, outgoing(name, "topic").orElse(name)));
        } else {
          addIncoming(needs, name);
        }
      }
    }
    return needs;
  }

  private void addIncoming(Set<Grant> needs, String name) {
    String topics = incoming(name, "topics").or(() -> incoming(name, "topic")).orElse(name);
    for (String topic : topics.split(",", -1)) {
      needs.add(new Grant(principal, Right.READ, topic.strip()));
    }
    String group = incoming(name, "group.id").orElseGet(() -> GROUPS.get(name));
    if (group == null) {
      throw new IllegalStateException(principal + ": the channel " + name + " has no group.id");
    }
    needs.add(new Grant(principal, Right.GROUP, group));
    if (incoming(name, "failure-strategy").orElse("").equals("dead-letter-queue")) {
      String topic = incoming(name, "dead-letter-queue.topic").orElse("dead-letter-topic-" + name);
      needs.add(new Grant(principal, Right.WRITE, topic));
    }
  }

  private Optional<String> outgoing(String channel, String setting) {
    return value("mp.messaging.outgoing." + channel + "." + setting);
  }

  private Optional<String> incoming(String channel, String setting) {
    return value("mp.messaging.incoming." + channel + "." + setting);
  }

  private Optional<String> value(String setting) {
    return Optional.ofNullable(settings.getProperty(setting)).map(this::expand);
  }

  private String expand(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found ->
            found.group(1).equals("quarkus.uuid") ? "*" : value(found.group(1)).orElseThrow());
  }
}
