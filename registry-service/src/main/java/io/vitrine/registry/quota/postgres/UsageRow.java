package io.vitrine.registry.quota.postgres;

import io.vitrine.registry.quota.Usage;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** What one project uses. Only the triggers write it. */
@Entity(name = "ProjectUsage")
@Table(name = "project_usage")
@NullUnmarked
public class UsageRow {
  @Id String project;
  long images;
  long bytes;

  @Column(name = "staged_bytes")
  long stagedBytes;

  long uploads;

  Usage toUsage() {
    return new Usage(images, bytes, stagedBytes, uploads);
  }
}
