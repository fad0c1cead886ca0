package io.vitrine.events.contract;

import io.vitrine.events.contract.Contract.Message;
import io.vitrine.events.contract.Contract.Topic;
import java.util.ArrayList;
import java.util.List;

/**
 * What breaks those who were built for the contract that is released. Whatever is new beside the
 * old is no break.
 */
final class Compatibility {
  private final List<String> breaks = new ArrayList<>();

  private Compatibility() {}

  /** A sentence for each break. */
  static List<String> breaks(Contract released, Contract current) {
    var compatibility = new Compatibility();
    released
        .topics()
        .forEach((name, was) -> {
          Topic is = current.topics().get(name);
          if (is == null) {
            compatibility.breaks.add(name + " is gone");
          } else if (is.role() != was.role()) {
            compatibility.breaks.add(name + " was for the other direction");
          } else {
            compatibility.compare(name, was, is);
          }
        });
    return compatibility.breaks;
  }

  private void compare(String topic, Topic was, Topic is) {
    was.messages()
        .forEach((type, message) -> {
          Message now = is.messages().get(type);
          if (now == null) {
            breaks.add("%s is not on %s any more".formatted(type, topic));
            return;
          }
          if (!now.key().equals(message.key())) {
            breaks.add("%s: the key was %s and is %s".formatted(type, message.key(), now.key()));
          }
          SchemaRules.breaks(was.role(), message.headers(), now.headers())
              .forEach(sentence -> breaks.add("%s, headers: %s".formatted(type, sentence)));
          SchemaRules.breaks(was.role(), message.payload(), now.payload())
              .forEach(sentence -> breaks.add("%s: %s".formatted(type, sentence)));
        });
  }
}
