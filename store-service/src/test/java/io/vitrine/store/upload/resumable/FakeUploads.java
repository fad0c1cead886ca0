package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.problem.RequestProblem;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.Announcement;
import io.vitrine.store.upload.BlobEvents;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.ImageNews;
import io.vitrine.store.upload.Purpose;
import io.vitrine.store.upload.StoredBlob;
import io.vitrine.store.upload.UploadGrants;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The registry as replicas of the store-service share it. */
public final class FakeUploads implements ResumableGrants, UploadGrants, BlobEvents, ImageNews {
  public final List<String> facts = new CopyOnWriteArrayList<>();
  public final List<StoredBlob> blobs = new CopyOnWriteArrayList<>();
  public volatile String diskFormat = "raw";

  /** Whether it does nothing about uploads that failed, and says nothing. */
  public volatile boolean silent;

  private final Map<UUID, ResumableGrant> grants = new ConcurrentHashMap<>();
  private final Map<UUID, CompletableFuture<End>> ends = new ConcurrentHashMap<>();

  @Override
  public ResumableGrant grantResumable(
      Requester who, String imageId, Purpose purpose, long length, Optional<String> store) {
    return grants.values().stream()
        .filter(held -> held.grant().imageId().toString().equals(imageId))
        .filter(held -> !held.adopted() && held.length() == length)
        .findFirst()
        .map(held -> new ResumableGrant(held.grant(), length, false, true))
        .orElseGet(() -> grantNew(imageId, purpose, length, store));
  }

  private ResumableGrant grantNew(
      String imageId, Purpose purpose, long length, Optional<String> store) {
    UUID upload = UUID.randomUUID();
    Grant grant =
        new Grant(
            upload,
            UUID.fromString(imageId),
            purpose,
            store.orElse("primary"),
            new ObjectKey("blobs/" + imageId + "/" + upload),
            Optional.of(diskFormat),
            Optional.of("bare"),
            length,
            Duration.ofHours(24));
    ResumableGrant granted = new ResumableGrant(grant, length, false, false);
    grants.put(upload, granted);
    return granted;
  }

  @Override
  public ResumableGrant find(Requester who, String imageId, UUID uploadId) {
    return Optional.ofNullable(grants.get(uploadId))
        .filter(granted -> granted.grant().imageId().toString().equals(imageId))
        .orElseThrow(() -> new RequestProblem.NotFound("no such upload").asException());
  }

  /** The only upload that was granted. */
  public Grant grant() {
    return grants.values().iterator().next().grant();
  }

  @Override
  public Grant grant(Requester who, String imageId, Purpose purpose, Announcement announced) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long extend(Grant grant, String requestId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean hasAdopted(Grant grant, String requestId) {
    return false;
  }

  @Override
  public synchronized void stored(Grant grant, StoredBlob blob, Requester who) {
    if (!isHeld(grant)) {
      return;
    }
    facts.add("stored");
    blobs.add(blob);
    grants.put(grant.uploadId(), new ResumableGrant(grant, blob.size(), true, true));
    end(grant.uploadId()).complete(new End.Adopted());
  }

  @Override
  public void progressed(Grant grant, long receivedBytes, Requester who) {
    facts.add("progressed");
  }

  @Override
  public synchronized void failed(Grant grant, String reason, Requester who) {
    if (silent || !isHeld(grant)) {
      return;
    }
    facts.add("failed: " + reason);
    grants.remove(grant.uploadId());
    end(grant.uploadId()).complete(new End.GivenUp(reason));
  }

  /** A fact about any other upload comes too late, and changes nothing. */
  private boolean isHeld(Grant grant) {
    ResumableGrant known = grants.get(grant.uploadId());
    return known != null && !known.adopted();
  }

  private CompletableFuture<End> end(UUID upload) {
    return ends.computeIfAbsent(upload, id -> new CompletableFuture<>());
  }

  @Override
  public Expectation expect(UUID imageId, UUID uploadId) {
    CompletableFuture<End> end = end(uploadId);
    return new Expectation() {
      @Override
      public Optional<End> end() {
        return Optional.ofNullable(end.getNow(null));
      }

      @Override
      public Optional<End> await(Duration patience) {
        try {
          return Optional.of(end.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
          return Optional.empty();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void close() {}
    };
  }
}
