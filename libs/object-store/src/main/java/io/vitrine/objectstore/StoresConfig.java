package io.vitrine.objectstore;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.Map;

/** The stores by name. */
@ConfigMapping(prefix = "vitrine.stores")
public interface StoresConfig {

  @WithParentName
  Map<String, Store> byName();

  interface Store {
    /** Base URL of the S3 server. */
    URI endpoint();

    String bucket();

    @WithDefault("us-east-1")
    String region();

    String accessKey();

    String secretKey();

    /** Size of the parts in which uploads are sent, 5 to 10 MiB: an upload holds three of them. */
    @WithDefault("8M")
    MemorySize partSize();

    /**
     * Whether clients may be sent to the S3 server itself, with signed URLs. They have to reach the
     * endpoint, and browsers need CORS rules on the bucket.
     */
    @WithDefault("false")
    boolean direct();

    default StoreSettings settings(String name) {
      return new StoreSettings(
          name,
          endpoint(),
          bucket(),
          region(),
          accessKey(),
          secretKey(),
          partSize().asBigInteger().intValueExact(),
          direct());
    }
  }
}
