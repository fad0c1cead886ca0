package io.vitrine.metadefs.catalogue.packaged;

import io.vitrine.metadefs.catalogue.NamespaceDocument;
import io.vitrine.metadefs.catalogue.Predefined;
import io.vitrine.metadefs.namespace.http.NamespaceBody;
import io.vitrine.problem.JsonBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads the files in the archive, which one of them lists. */
final class PackagedCatalogue {
  private static final String FOLDER = "/catalogue/";

  private PackagedCatalogue() {}

  private record Index(int version, List<String> files) {}

  static Predefined read() {
    try {
      Index index = JsonBody.JSON.readValue(bytes("catalogue.json"), Index.class);
      return new Predefined(
          index.version(), index.files().stream().map(PackagedCatalogue::document).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NamespaceDocument document(String file) {
    NamespaceBody said = NamespaceBody.read(bytes(file), NamespaceDocument.DEFAULT_OWNER);
    return new NamespaceDocument(said.draft(), said.parts());
  }

  private static byte[] bytes(String file) {
    try (InputStream in = PackagedCatalogue.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("no %s%s in the archive".formatted(FOLDER, file));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
