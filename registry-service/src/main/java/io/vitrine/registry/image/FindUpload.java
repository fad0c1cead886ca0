package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.image.ImageStatus.Deactivated;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.image.ImageStatus.Receiving;
import io.vitrine.registry.image.ImageStatus.Saving;
import io.vitrine.registry.image.ImageStatus.Staged;
import io.vitrine.registry.image.ImageStatus.Staging;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Finds an upload again for a client that comes back to it. */
@ApplicationScoped
public class FindUpload {
  private final AuthorizedImages authorized;
  private final ImagePolicy policy;

  public FindUpload(AuthorizedImages authorized, ImagePolicy policy) {
    this.authorized = authorized;
    this.policy = policy;
  }

  /**
   * What became of a grant.
   *
   * @param grant as it was, or of the bytes that there are once they are adopted
   * @param adopted whether the bytes are complete and the image's
   */
  public record Found(Grant grant, Purpose purpose, boolean adopted) {}

  /** Fails with {@link ImageProblem.NoSuchUpload} if the image never knew it or has given it up. */
  public Uni<Found> find(Caller caller, UUID imageId, UUID uploadId) {
    return authorized
        .find(caller, imageId)
        .map(image -> policy.require(purpose(image).rule(), caller, image))
        .map(image -> find(image, uploadId));
  }

  private static Purpose purpose(Image image) {
    return switch (image.status()) {
      case Queued _, Saving _, Active _, Deactivated _ -> Purpose.UPLOAD;
      case Staging _, Staged _, Importing _ -> Purpose.STAGE;
    };
  }

  private static Found find(Image image, UUID uploadId) {
    if (image.status() instanceof Receiving receiving && receiving.upload().id().equals(uploadId)) {
      return underWay(image, receiving.upload());
    }
    return image
        .data()
        .or(image::staged)
        .flatMap(data -> adopted(image, uploadId, data))
        .map(grant -> new Found(grant, purpose(image), true))
        .orElseThrow(() -> new ImageProblem.NoSuchUpload(image.id(), uploadId).asException());
  }

  /** Any other upload lives and dies with the one request that brings it. */
  private static Found underWay(Image image, Upload upload) {
    if (!upload.resumable() || upload.announcedSize() == null) {
      throw new ImageProblem.NoSuchUpload(image.id(), upload.id()).asException();
    }
    return new Found(new Grant(image, upload, upload.announcedSize()), purpose(image), false);
  }

  private static Optional<Grant> adopted(Image image, UUID uploadId, StoredData data) {
    String key = Upload.key(image.id(), uploadId);
    return data.locations().stream()
        .filter(location -> location.key().equals(key))
        .findFirst()
        .map(location ->
            new Upload(uploadId, location.store(), key, true, data.size(), 0, image.updatedAt()))
        .map(upload -> new Grant(image, upload, data.size()));
  }
}
