package io.vitrine.events;

/**
 * The topics: one per producer and family of facts, and one for what a person should look at.
 * {@code src/contract/asyncapi.yaml} says which of them operators may rely on.
 */
public final class Topics {
  /** {@link BlobFact}s, store-service to registry. */
  public static final String BLOBS = "vitrine.blobs";

  /** {@link ImageFact}s, registry to everyone. */
  public static final String IMAGES = "vitrine.images";

  /** {@link ImportFact.ImportRequested}, registry to conversion workers. */
  public static final String IMPORTS = "vitrine.imports";

  /** {@link ImportRun}s, conversion workers to registry. */
  public static final String IMPORT_PROGRESS = "vitrine.import-progress";

  /** {@link BlobReleaseFact}s, registry to store-service. */
  public static final String BLOB_RELEASES = "vitrine.blob-releases";

  /** {@link TaskFact}s, registry to everyone who watches. */
  public static final String TASKS = "vitrine.tasks";

  /** {@link MetadefFact}s, metadefs-service to everyone. */
  public static final String METADEFS = "vitrine.metadefs";

  /** {@link Command}s, operators to registry. */
  public static final String COMMANDS = "vitrine.commands";

  /** {@link CommandResult}s, registry to whoever sent the command. */
  public static final String COMMAND_RESULTS = "vitrine.command-results";

  /** {@link QuotaFact}s, registry to everyone. */
  public static final String QUOTAS = "vitrine.quotas";

  /** {@link DownloadFact}s, gateways to everyone. */
  public static final String DOWNLOADS = "vitrine.downloads";

  /**
   * What a person should look at, from whoever met it: records that nobody can read, and the
   * registry's {@link ImportFact.ImportGivenUp}, work that nobody could do.
   */
  public static final String DEAD_LETTERS = "vitrine.dead-letters";

  private Topics() {}

  /** The topic on which a fact travels. */
  public static String of(Fact fact) {
    return switch (fact) {
      case BlobFact _ -> BLOBS;
      case ImageFact _ -> IMAGES;
      case ImportFact.ImportRequested _ -> IMPORTS;
      case ImportFact.ImportGivenUp _ -> DEAD_LETTERS;
      case ImportRun _ -> IMPORT_PROGRESS;
      case BlobReleaseFact _ -> BLOB_RELEASES;
      case TaskFact _ -> TASKS;
      case MetadefFact _ -> METADEFS;
      case CommandResult _ -> COMMAND_RESULTS;
      case QuotaFact _ -> QUOTAS;
      case DownloadFact _ -> DOWNLOADS;
    };
  }
}
