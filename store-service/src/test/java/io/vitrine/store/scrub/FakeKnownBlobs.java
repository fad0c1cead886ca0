package io.vitrine.store.scrub;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.problem.RequestProblem;
import io.vitrine.store.Permissions;
import io.vitrine.store.Requester;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A registry that knows what it is told. */
final class FakeKnownBlobs implements KnownBlobs, Permissions {
  private final TreeMap<String, KnownBlob> byImage = new TreeMap<>();
  private final Set<ObjectKey> known = new HashSet<>();
  private final Set<ObjectKey> late = new HashSet<>();
  private boolean refusing;

  void add(KnownBlob blob) {
    byImage.put(blob.imageId().toString(), blob);
    known.add(blob.key());
  }

  void learnsAfterTheFirstQuestion(ObjectKey key) {
    late.add(key);
  }

  void forgetsWhenItIsAsked(ObjectKey key) {
    known.remove(key);
  }

  void refuse() {
    refusing = true;
  }

  @Override
  public void require(Requester who, String rule) {
    if (refusing || !rule.equals("scrub_stores")) {
      throw new RequestProblem.Malformed("no").asException();
    }
  }

  @Override
  public Set<ObjectKey> unknown(String requestId, String store, List<ObjectKey> keys) {
    Set<ObjectKey> unknown =
        keys.stream().filter(key -> !known.contains(key)).collect(Collectors.toSet());
    known.addAll(late);
    return unknown;
  }

  @Override
  public List<KnownBlob> in(String requestId, String store, Optional<KnownBlob> after, int limit) {
    return byImage
        .tailMap(after.map(blob -> blob.imageId().toString()).orElse(""), after.isEmpty())
        .values()
        .stream()
        .limit(limit)
        .toList();
  }
}
