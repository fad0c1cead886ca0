package io.vitrine.stores;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What has to hold of the stores for whoever reads of them, so that nobody takes a file that others
 * refuse. What is not written is no fault here: the registry needs not know how to reach a store.
 */
public final class SoundStores {
  private static final long MIN_PART = 5 << 20;
  private static final long MAX_PART = 10 << 20;

  private SoundStores() {}

  /**
   * The stores by name: one in the file replaces that among the settings, unless the file does not
   * say how to reach it. What it says is for the registry then.
   *
   * @throws BrokenStoresException unless each of them can be, and all of them together
   */
  public static Map<String, StoresConfig.Store> of(StoresConfig settings, StoresConfig file) {
    Map<String, StoresConfig.Store> stores = new TreeMap<>(settings.byName());
    file.byName()
        .forEach((name, store) -> {
          requireSound(name, store);
          if (store.endpoint().isPresent() || !stores.containsKey(name)) {
            stores.put(name, store);
          }
        });
    stores.forEach(SoundStores::requireSound);
    requireApart(stores);
    return stores;
  }

  private static void requireSound(String name, StoresConfig.Store store) {
    requirePartSize(name, store.partSize().asLongValue());
    store.endpoint().ifPresent(endpoint -> requireEndpoint(name, endpoint));
    store.prefix().ifPresent(prefix -> requirePrefix(name, prefix));
    require(
        store.endpoint().isEmpty() || store.bucket().isPresent(),
        () -> "store %s has no bucket".formatted(name));
    requireOne(name, "access-key", store.accessKey(), store.accessKeyFile());
    requireOne(name, "secret-key", store.secretKey(), store.secretKeyFile());
  }

  /**
   * Checks the size of parts.
   *
   * @param bytes of each
   */
  public static void requirePartSize(String name, long bytes) {
    require(
        bytes >= MIN_PART && bytes <= MAX_PART,
        () ->
            "store %s: part size is %d: S3 wants at least 5 MiB, and three parts must fit in 32 MiB"
                .formatted(name, bytes));
  }

  public static void requireEndpoint(String name, URI endpoint) {
    require(
        endpoint.getHost() != null
            && ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
            && (endpoint.getPath().isEmpty() || endpoint.getPath().equals("/")),
        () -> "store %s: the endpoint is http(s)://host[:port], not %s".formatted(name, endpoint));
  }

  public static void requirePrefix(String name, String prefix) {
    require(
        !prefix.startsWith("/"),
        () -> "store %s: the prefix begins with a slash: %s".formatted(name, prefix));
  }

  private static void requireOne(String name, String setting, Optional<?> value, Optional<?> file) {
    require(
        value.isEmpty() || file.isEmpty(),
        () -> "store %1$s has one of %2$s and %2$s-file".formatted(name, setting));
  }

  private static void require(boolean sound, Supplier<String> message) {
    if (!sound) {
      throw new BrokenStoresException(message.get());
    }
  }

  /** Two names for one place would make each think that the other's objects are nobody's. */
  private static void requireApart(Map<String, StoresConfig.Store> stores) {
    stores.forEach((one, place) ->
        stores.forEach((other, otherPlace) ->
            require(
                one.equals(other) || !overlap(place, otherPlace),
                () -> "stores %s and %s are in the same place".formatted(one, other))));
  }

  /** Whether objects of the one are below the prefix of the other. */
  private static boolean overlap(StoresConfig.Store one, StoresConfig.Store other) {
    String prefix = one.prefix().orElse("");
    String otherPrefix = other.prefix().orElse("");
    return one.endpoint().isPresent()
        && other.endpoint().isPresent()
        && sameServer(one.endpoint().get(), other.endpoint().get())
        && one.bucket().equals(other.bucket())
        && (prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix));
  }

  /** Whether one server is behind both, as far as their names tell. */
  public static boolean sameServer(URI endpoint, URI other) {
    return endpoint.getScheme().equals(other.getScheme())
        && endpoint.getAuthority().equalsIgnoreCase(other.getAuthority());
  }
}
