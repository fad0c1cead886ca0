package io.vitrine.objectstore;

import io.vitrine.stores.BrokenStoresException;
import io.vitrine.stores.SoundStores;
import io.vitrine.stores.StoresConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to reach one store.
 *
 * @param prefix what the names of all its objects begin with; may be empty
 * @param partSize bytes of a part that is held in memory; an upload holds three
 * @param direct whether clients may be sent to the server itself, with signed URLs
 */
public record StoreSettings(
    String name,
    URI endpoint,
    String bucket,
    String prefix,
    String region,
    String accessKey,
    String secretKey,
    int partSize,
    boolean direct) {

  public StoreSettings {
    SoundStores.requirePartSize(name, partSize);
    SoundStores.requireEndpoint(name, endpoint);
    SoundStores.requirePrefix(name, prefix);
  }

  /**
   * A store as it is written down; files with credentials are read.
   *
   * @throws BrokenStoresException where something is missing or cannot be
   */
  public static StoreSettings of(String name, StoresConfig.Store store) {
    return new StoreSettings(
        name,
        required(name, "endpoint", store.endpoint()),
        required(name, "bucket", store.bucket()),
        store.prefix().orElse(""),
        store.region(),
        credential(name, "access-key", store.accessKey(), store.accessKeyFile()),
        credential(name, "secret-key", store.secretKey(), store.secretKeyFile()),
        Math.toIntExact(store.partSize().asLongValue()),
        store.direct());
  }

  private static <T> T required(String name, String setting, Optional<T> value) {
    return value.orElseThrow(
        () -> new BrokenStoresException("store %s has no %s".formatted(name, setting)));
  }

  private static String credential(
      String name, String setting, Optional<String> value, Optional<Path> file) {
    if (value.isPresent() == file.isPresent()) {
      throw new BrokenStoresException(
          "store %s has one of %s and %s-file".formatted(name, setting, setting));
    }
    return value.orElseGet(() -> content(name, file.orElseThrow()));
  }

  private static String content(String name, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new BrokenStoresException("store %s: cannot read %s".formatted(name, e), e);
    }
  }

  /** Under which name an object lies in the bucket. */
  String objectName(ObjectKey key) {
    return prefix + key.value();
  }

  /** The key of an object that lies under this store's prefix. */
  ObjectKey keyOf(String objectName) {
    return new ObjectKey(objectName.substring(prefix.length()));
  }

  /** Whether one server has both, so that it can copy from the one to the other. */
  boolean isOnTheServerOf(StoreSettings other) {
    return SoundStores.sameServer(endpoint, other.endpoint);
  }

  @Override
  public String toString() {
    return "StoreSettings[name=%s, endpoint=%s, bucket=%s, prefix=%s, region=%s, accessKey=***, secretKey=***, partSize=%d, direct=%s]"
        .formatted(name, endpoint, bucket, prefix, region, partSize, direct);
  }
}
