package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens uploads. A client that has not heard the answer asks again, and gets the same upload as
 * long as nothing of it is there.
 */
@ApplicationScoped
public class BeginUpload {
  private final ResumableGrants grants;
  private final Stores stores;
  private final AbandonUpload abandon;

  public BeginUpload(ResumableGrants grants, Stores stores, AbandonUpload abandon) {
    this.grants = grants;
    this.stores = stores;
    this.abandon = abandon;
  }

  /**
   * Nothing of it is there when this returns, and no image is held for it when this throws, except
   * by an upload that was there before.
   *
   * @param requirement throws a problem if the upload cannot be what is asked for
   */
  OpenUpload begin(
      Requester who,
      String imageId,
      Purpose purpose,
      long length,
      Optional<String> store,
      Consumer<OpenUpload> requirement) {
    ResumableGrant granted = grants.grantResumable(who, imageId, purpose, length, store);
    try {
      OpenUpload upload = OpenUpload.of(stores, granted);
      requirement.accept(upload);
      if (granted.known()) {
        upload.beginAgain();
      } else {
        upload.begin();
      }
      return upload;
    } catch (ProblemException e) {
      throw granted.known() ? e : abandon.abandon(who, granted.grant(), e);
    }
  }
}
