package io.vitrine.registry.importing;

import io.vitrine.registry.image.StoredData;
import io.vitrine.remote.RemoteUrl;
import java.util.Optional;
import java.util.UUID;

/** Where the bytes of an import come from. */
public sealed interface ImportSource {

  /** As an import request names the method. */
  ImportMethod method();

  /**
   * Bytes that were staged before.
   *
   * @param expected what their digest has to be, where the caller knows
   */
  record StagedBytes(StoredData data, Optional<ExpectedDigest> expected) implements ImportSource {
    @Override
    public ImportMethod method() {
      return ImportMethod.GLANCE_DIRECT;
    }
  }

  /**
   * Bytes that a worker fetches.
   *
   * @param method web-download or location
   * @param expected what their digest has to be, where the caller knows
   */
  record RemoteBytes(ImportMethod method, RemoteUrl url, Optional<ExpectedDigest> expected)
      implements ImportSource {}

  /**
   * The bytes of another image service's image, which says what they are.
   *
   * @param region as the caller named it
   * @param endpoint of the service, without a version
   * @param token of the caller, for as long as the task runs; empty when it is over
   */
  record OtherGlance(
      String region,
      RemoteUrl endpoint,
      UUID imageId,
      Optional<String> token,
      Optional<ExpectedDigest> expected)
      implements ImportSource {
    @Override
    public ImportMethod method() {
      return ImportMethod.GLANCE_DOWNLOAD;
    }

    /** Without the token: this may get into a log. */
    @Override
    public String toString() {
      return "image %s of region %s".formatted(imageId, region);
    }
  }

  /** The bytes of an active image, which has them in other stores; it goes on as it is. */
  record ActiveBytes() implements ImportSource {
    @Override
    public ImportMethod method() {
      return ImportMethod.COPY_IMAGE;
    }
  }
}
