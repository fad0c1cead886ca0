package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What became of a project's quota. The registry's database writes these facts itself, where it
 * counts: {@code V16__quota_facts.sql} spells them out once more.
 */
public sealed interface QuotaFact extends Fact {
  String projectId();

  @Override
  default String subject() {
    return projectId();
  }

  /**
   * The project uses more or less than before. How much it may use is configuration, and no part of
   * it.
   *
   * @param version grows with every change of the project's usage, so a reader can tell old news
   *     from new
   */
  @FactType("io.vitrine.quota.usage-changed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record UsageChanged(String projectId, long version, Usage usage, Usage before)
      implements QuotaFact {}

  /**
   * What a project uses.
   *
   * @param images whatever their state
   * @param bytes of active images and all of their copies, and what is set aside for uploads and
   *     imports
   * @param stagedBytes that wait for an import or are being imported
   * @param uploads images that bytes are on their way to
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Usage(long images, long bytes, long stagedBytes, long uploads) {}
}
