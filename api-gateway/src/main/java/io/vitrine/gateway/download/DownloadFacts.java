package io.vitrine.gateway.download;

import io.vitrine.events.Cause;
import io.vitrine.events.DownloadFact.ImageDownloaded;

/** Where facts about downloads go. */
public interface DownloadFacts {

  /** Sends it some time, if that can be done; returns at once, and never fails. */
  void tell(ImageDownloaded fact, Cause cause);
}
