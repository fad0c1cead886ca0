package io.vitrine.stores;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The stores by name. */
@ConfigMapping(prefix = "vitrine.stores")
public interface StoresConfig {

  @WithParentName
  Map<String, Store> byName();

  /** One store. How to reach it is needed only by those who move bytes. */
  interface Store {
    /** Base URL of the S3 server. */
    Optional<URI> endpoint();

    Optional<String> bucket();

    @WithDefault("us-east-1")
    String region();

    /** What the names of all objects begin with, as in {@code vitrine/}. */
    Optional<String> prefix();

    Optional<String> accessKey();

    Optional<String> secretKey();

    /** A file with nothing but the access key, as Kubernetes mounts a secret. */
    Optional<Path> accessKeyFile();

    Optional<Path> secretKeyFile();

    /** Size of the parts in which uploads are sent, 5 to 10 MiB: an upload holds three of them. */
    @WithDefault("8M")
    MemorySize partSize();

    /** Of the stores that have an image, the one that weighs most is read first. */
    @WithDefault("0")
    int weight();

    /** Whether images are read from it and removed, but no new ones go there. */
    @WithDefault("false")
    boolean readOnly();

    /** What users are told of it. */
    Optional<String> description();

    /** Whether images go there whose users name no store. */
    @WithName("default")
    @WithDefault("false")
    boolean isDefault();

    /** Whether clients may be sent to the S3 server itself, by signed URLs. */
    @WithDefault("false")
    boolean direct();
  }
}
