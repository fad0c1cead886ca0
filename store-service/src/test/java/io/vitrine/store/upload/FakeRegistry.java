package io.vitrine.store.upload;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.store.Requester;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The registry as an upload sees it: grants, facts in, news out. */
final class FakeRegistry implements UploadGrants, BlobEvents, ImageNews {
  final List<String> facts = new CopyOnWriteArrayList<>();
  final List<StoredBlob> blobs = new ArrayList<>();
  private final CompletableFuture<End> end = new CompletableFuture<>();

  Optional<String> diskFormat = Optional.of("raw");
  Optional<String> containerFormat = Optional.of("bare");
  long maxSize = Long.MAX_VALUE;
  final Deque<Long> extensions = new ArrayDeque<>();
  Runnable onExtend = () -> {};
  Duration lease = Duration.ofMinutes(1);
  boolean silent;
  boolean brokerAway;
  boolean adopts;
  boolean listening;

  void decide(End decision) {
    end.complete(decision);
  }

  @Override
  public Grant grant(Requester who, String imageId, Purpose purpose, Announcement announced) {
    UUID upload = UUID.randomUUID();
    return new Grant(
        upload,
        UUID.fromString(imageId),
        purpose,
        announced.store().orElse("primary"),
        new ObjectKey("blobs/" + imageId + "/" + upload),
        diskFormat,
        containerFormat,
        maxSize,
        lease);
  }

  @Override
  public long extend(Grant grant, String requestId) {
    onExtend.run();
    return extensions.isEmpty() ? grant.maxSize() : extensions.remove();
  }

  @Override
  public boolean hasAdopted(Grant grant, String requestId) {
    return adopts;
  }

  @Override
  public void stored(Grant grant, StoredBlob blob, Requester who) {
    if (brokerAway) {
      throw new UnconfirmedException(new TimeoutException());
    }
    if (!listening) {
      throw new AssertionError("nobody listens to what becomes of this");
    }
    blobs.add(blob);
    facts.add("stored");
    if (!silent) {
      end.complete(new End.Adopted());
    }
  }

  @Override
  public void progressed(Grant grant, long receivedBytes, Requester who) {
    facts.add("progressed");
  }

  @Override
  public void failed(Grant grant, String reason, Requester who) {
    facts.add("failed: " + reason);
    if (!silent) {
      end.complete(new End.GivenUp(reason));
    }
  }

  @Override
  public Expectation expect(UUID imageId, UUID uploadId) {
    listening = true;
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
      public void close() {
        listening = false;
      }
    };
  }
}
