package io.vitrine.store.upload.resumable;

import io.vitrine.store.upload.UploadBody;
import java.util.OptionalLong;

/** What one request brings of an upload. */
public interface Delivery extends UploadBody {

  /** How many bytes there are, where the client says so. */
  OptionalLong announced();

  /** Ends it as if the client were gone. By any thread, at any time. */
  void giveWay();
}
