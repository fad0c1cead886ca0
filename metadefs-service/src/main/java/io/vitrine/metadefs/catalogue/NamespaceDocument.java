package io.vitrine.metadefs.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vitrine.metadefs.namespace.Changed;
import io.vitrine.metadefs.namespace.LoadMode;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.namespace.part.Part;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** All that is said about a namespace and in it; neither who it is nor when it was said. */
public record NamespaceDocument(NamespaceDraft draft, List<Content> contents) {
  /** As Glance's loader has it: the project of nobody but administrators. */
  public static final String DEFAULT_OWNER = "admin";

  private static final JsonMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  public NamespaceDocument {
    contents = List.copyOf(contents);
  }

  public static NamespaceDocument of(Namespace namespace) {
    return new NamespaceDocument(
        namespace.content(), namespace.parts().all().stream().<Content>map(Part::content).toList());
  }

  public NamespaceName name() {
    return draft.name();
  }

  /** Makes a namespace of it, or something of the one that there is. */
  public Changed into(Optional<Namespace> found, LoadMode mode, Instant now) {
    return found
        .map(namespace -> namespace.loaded(draft, contents, mode, now))
        .orElseGet(() -> Namespace.created(draft, contents, now));
  }

  /** Tells two documents apart that do not say the same, whatever the order in which they do. */
  public String digest() {
    try {
      byte[] canonical =
          CANONICAL.writeValueAsString(DocumentJson.from(this)).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
