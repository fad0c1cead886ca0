package io.vitrine.registry.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which images a caller wants to see, in which order.
 *
 * @param projectId whose own images belong to the answer
 * @param admin sees every project's images
 * @param visibility empty means Glance's default set: own, public and shared ones
 * @param memberStatuses what the project must have said to an image that is shared with it
 * @param equalTo column to value: name, status, owner and the like
 * @param properties custom properties an image must have
 * @param tags tags an image must all have
 * @param marker the last image of the page before
 */
public record ImageQuery(
    String projectId,
    boolean admin,
    Optional<VisibilityFilter> visibility,
    Set<MemberStatus> memberStatuses,
    boolean osHidden,
    Map<Column, Object> equalTo,
    Map<String, String> properties,
    List<String> tags,
    List<SortKey> sort,
    Optional<UUID> marker,
    int limit) {

  public ImageQuery {
    memberStatuses = Set.copyOf(memberStatuses);
    equalTo = Map.copyOf(equalTo);
    properties = Map.copyOf(properties);
    tags = List.copyOf(tags);
    sort = List.copyOf(sort);
  }

  /** A visibility, or {@code all}, which adds the community images of others. */
  public sealed interface VisibilityFilter {
    record Only(Visibility visibility) implements VisibilityFilter {}

    record All() implements VisibilityFilter {}
  }

  /** Columns that can be compared or sorted by. */
  public enum Column {
    ID("id"),
    NAME("name"),
    STATUS("status"),
    OWNER("owner"),
    DISK_FORMAT("disk_format"),
    CONTAINER_FORMAT("container_format"),
    PROTECTED("protected"),
    SIZE("cast(data->>'size' as bigint)"),
    CHECKSUM("data->>'checksum'"),
    OS_HASH_VALUE("data->>'os_hash_value'"),
    MIN_DISK("min_disk"),
    MIN_RAM("min_ram"),
    CREATED_AT("created_at"),
    UPDATED_AT("updated_at");

    private final String sql;

    Column(String sql) {
      this.sql = sql;
    }

    /** The expression that yields the column. */
    public String sql() {
      return sql;
    }
  }

  public record SortKey(Column column, boolean descending) {}
}
