package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.remote.RemoteUrl;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a run begins with. */
public sealed interface ImportSource {

  /** In one word. */
  default String kind() {
    return switch (this) {
      case Staged _ -> "staged";
      case Landed _ -> "landed";
      case Web _ -> "web";
      case Glance _ -> "glance";
    };
  }

  /** An object that was staged before, by a client or by a run that got so far. */
  record Staged(Blob blob) implements ImportSource {}

  /**
   * The image's bytes, which some stores have already.
   *
   * @param blob its copies are other places to read from
   */
  record Landed(Blob blob) implements ImportSource {}

  /** Somebody's server. */
  record Web(RemoteUrl url) implements ImportSource {
    @Override
    public String toString() {
      return url.toString();
    }
  }

  /**
   * An image of another image service.
   *
   * @param endpoint without a version
   * @param token null where it is known no more
   */
  record Glance(RemoteUrl endpoint, UUID imageId, @Nullable String token) implements ImportSource {
    @Override
    public String toString() {
      return "image %s of %s".formatted(imageId, endpoint);
    }
  }

  /**
   * What the bytes have to be.
   *
   * @param algorithm {@code md5}, {@code sha1}, {@code sha256} or {@code sha512}
   * @param value hex, in lower case
   * @param by who says so
   */
  record ExpectedDigest(String algorithm, String value, String by) {

    /**
     * Makes sure of it.
     *
     * @param what has the digest, as the object of a sentence
     */
    void require(String what, String found) throws RefusedImageException {
      if (!value.equals(found)) {
        throw new RefusedImageException(
            "The %s of %s is %s, not %s as %s says.".formatted(algorithm, what, found, value, by));
      }
    }
  }
}
