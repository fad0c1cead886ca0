package io.vitrine.outbox.postgres;

import io.smallrye.config.ConfigMapping;

/** Whose outbox it is. A service says so for all of its replicas and versions, not an operator. */
@ConfigMapping(prefix = "vitrine.outbox")
interface OutboxConfig {

  /** The service, as its facts name it. */
  String source();

  /** The advisory lock by which its relays take turns; no other service of the database has it. */
  long lock();
}
