package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.Author;
import io.vitrine.objectstore.MultipartUpload;
import io.vitrine.objectstore.MultipartUpload.Part;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.BlobEvents;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends a client's parts to the S3 server past this service. What it has put together there is
 * read, digested and inspected here before it becomes the image.
 */
@ApplicationScoped
public class DirectUpload {
  private final ResumableGrants grants;
  private final Stores stores;
  private final BlobEvents events;
  private final BeginUpload begin;
  private final FinishUpload finish;
  private final AbandonUpload abandon;

  public DirectUpload(
      ResumableGrants grants,
      Stores stores,
      BlobEvents events,
      BeginUpload begin,
      FinishUpload finish,
      AbandonUpload abandon) {
    this.grants = grants;
    this.stores = stores;
    this.events = events;
    this.begin = begin;
    this.finish = finish;
    this.abandon = abandon;
  }

  /** An upload that has begun. */
  public record Begun(UUID uploadId, String store, PartSizes sizes, Duration lease) {}

  /** Where to PUT one part. */
  public record Target(int part, URI url) {}

  /**
   * Opens an upload.
   *
   * @param length bytes of the image, not none
   * @param partSize bytes; 0 leaves it to the server
   */
  public Begun begin(
      Requester who,
      String imageId,
      Purpose purpose,
      long length,
      long partSize,
      Optional<String> store) {
    PartSizes sizes = PartSizes.of(length, partSize);
    Grant grant =
        begin.begin(who, imageId, purpose, length, store, DirectUpload::requireDirect).grant();
    return new Begun(grant.uploadId(), grant.store(), sizes, grant.lease());
  }

  private OpenUpload direct(ResumableGrant granted) {
    OpenUpload upload = OpenUpload.of(stores, granted);
    requireDirect(upload);
    return upload;
  }

  private static void requireDirect(OpenUpload upload) {
    if (!upload.store().isDirect()) {
      throw new ResumableProblem.NotDirect(upload.grant().store()).asException();
    }
  }

  /** Where the parts go from this number on. Asking renews the lease. */
  public List<Target> targets(
      Requester who, String imageId, UUID uploadId, int from, int count, Duration validity) {
    if (from < 1 || count < 1 || from + count - 1 > PartSizes.MOST) {
      throw new ResumableProblem.BadParts("Parts are numbered from 1 to 10000.").asException();
    }
    OpenUpload upload = receiving(grants.find(who, imageId, uploadId));
    try {
      MultipartUpload multipart = upload.store().multipart(upload.grant().key());
      long there = parts(upload, multipart).stream().mapToLong(Part::size).sum();
      if (there > upload.length()) {
        // Whoever sends more than he has announced, and counted for, is not given more room.
        throw abandon.abandon(
            who, upload.grant(), new ResumableProblem.TooMuch(upload.length()).asException());
      }
      events.progressed(upload.grant(), there, who);
      // The URLs stay good when the store is direct no more.
      upload.parted().mark(Author.anybody());
      return IntStream.range(from, from + count)
          .mapToObj(part -> new Target(part, multipart.urlOf(part, validity)))
          .toList();
    } catch (ObjectStoreException e) {
      throw upload.problem(e);
    }
  }

  private OpenUpload receiving(ResumableGrant granted) {
    if (granted.adopted() || finish.running(granted.grant().uploadId()).isPresent()) {
      throw new ResumableProblem.Complete().asException();
    }
    return direct(granted);
  }

  private static List<Part> parts(OpenUpload upload, MultipartUpload multipart) {
    return multipart
        .parts()
        .orElseThrow(() -> new ResumableProblem.Gone(upload.id()).asException());
  }

  /** Puts the parts together; returns when the registry has adopted the image. */
  public void complete(Requester who, String imageId, UUID uploadId) {
    ResumableGrant granted = grants.find(who, imageId, uploadId);
    if (granted.adopted()) {
      return;
    }
    Optional<CompletableFuture<@Nullable Void>> running = finish.running(uploadId);
    FinishUpload.await(running.isPresent() ? running.get() : start(who, direct(granted)));
  }

  private CompletableFuture<@Nullable Void> start(Requester who, OpenUpload upload) {
    return finish.start(new FinishUpload.Job(who, upload, completion(upload), null));
  }

  private static FinishUpload.Completion completion(OpenUpload upload) {
    try {
      boolean together =
          upload
              .store()
              .stat(upload.grant().key())
              .filter(object -> object.size() == upload.length())
              .isPresent();
      if (together) {
        // By a replica that died before it could say so.
        return () -> {};
      }
      MultipartUpload multipart = upload.store().multipart(upload.grant().key());
      List<Part> parts = parts(upload, multipart);
      PartSizes.require(parts, upload.length());
      return () -> multipart.complete(parts);
    } catch (ObjectStoreException e) {
      throw upload.problem(e);
    }
  }

  /** Ends an upload, of which nothing stays. */
  public void end(Requester who, String imageId, UUID uploadId) {
    OpenUpload upload = receiving(grants.find(who, imageId, uploadId));
    abandon.end(who, upload.grant());
  }
}
