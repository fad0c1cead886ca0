package io.vitrine.metadefs.catalogue.http;

import io.vitrine.metadefs.catalogue.Loaded;
import java.util.Locale;

/** What a file has made of a namespace, as clients see it. */
record LoadedJson(String namespace, String result, int added, int replaced, int removed) {

  static LoadedJson from(Loaded loaded) {
    return new LoadedJson(
        loaded.name().text(),
        loaded.result().name().toLowerCase(Locale.ROOT),
        loaded.added(),
        loaded.replaced(),
        loaded.removed());
  }
}
