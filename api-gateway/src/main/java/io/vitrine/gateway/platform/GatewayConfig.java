package io.vitrine.gateway.platform;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vitrine.gateway.route.Service;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of the gateway. */
@ConfigMapping(prefix = "vitrine")
public interface GatewayConfig {

  Routes routes();

  Gateway gateway();

  /** The base URLs of the services. */
  interface Routes {
    URI registry();

    URI store();

    URI metadefs();

    default URI of(Service service) {
      return switch (service) {
        case REGISTRY -> registry();
        case STORE -> store();
        case METADEFS -> metadefs();
      };
    }
  }

  interface Gateway {
    /**
     * Under which URL clients know this gateway. Without it the request says so: its Host, or the
     * {@code X-Forwarded-*} headers if {@code quarkus.http.proxy} trusts the proxy that sent them.
     */
    Optional<URI> publicUrl();

    /**
     * Where clients get tokens; told to those who come without. Default: {@code
     * vitrine.keystone.url} if it is set, else this gateway's facade.
     */
    Optional<URI> identityUrl();

    /** How long to wait for a connection to a service. */
    @WithDefault("3s")
    Duration connectTimeout();

    /** How long a service may think once it has the whole request. */
    @WithDefault("120s")
    Duration answerTimeout();

    /**
     * The same for an upload: the store joins the parts of a large one before it answers. Must be
     * more than the store waits for its object storage, and less than {@code
     * quarkus.http.idle-timeout}.
     */
    @WithDefault("35M")
    Duration storeAnswerTimeout();

    /**
     * How long a client that expects {@code 100 Continue} waits for the service's word, before it
     * is told to go on.
     */
    @WithDefault("1s")
    Duration continueTimeout();

    /**
     * How long the rest of an upload is read and thrown away after an early answer. Many clients
     * read the answer only when they have sent everything.
     */
    @WithDefault("30s")
    Duration drainTimeout();

    /**
     * The largest body of a call that sends no image. As much as the services take themselves
     * ({@code quarkus.http.limits.max-body-size}): one that takes less hangs up.
     */
    @WithDefault("1M")
    MemorySize maxDocumentSize();

    /** How long such a body may take to arrive. */
    @WithDefault("30s")
    Duration documentTimeout();

    /**
     * Whether downloads are read from the object storage itself, which the store-service then only
     * names: one hop less. For a gateway that cannot reach the storage, say no.
     */
    @WithDefault("true")
    boolean readsStores();

    /** Connections to one service at most. */
    @WithDefault("1024")
    int maxConnections();
  }
}
