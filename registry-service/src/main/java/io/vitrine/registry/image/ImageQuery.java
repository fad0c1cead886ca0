package io.vitrine.registry.image;

import java.util.ArrayList;
import java.util.List;
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
 * @param filters what each image must fulfil, all of them
 * @param sort as asked for; see {@link #order}
 * @param marker the last image of the page before
 */
public record ImageQuery(
    String projectId,
    boolean admin,
    Optional<VisibilityFilter> visibility,
    Set<MemberStatus> memberStatuses,
    boolean osHidden,
    List<ImageFilter> filters,
    List<SortKey> sort,
    Optional<UUID> marker,
    int limit) {

  public ImageQuery {
    memberStatuses = Set.copyOf(memberStatuses);
    filters = List.copyOf(filters);
    sort = List.copyOf(sort);
  }

  ImageQuery withFilters(List<ImageFilter> other) {
    return new ImageQuery(
        projectId, admin, visibility, memberStatuses, osHidden, other, sort, marker, limit);
  }

  /**
   * The order of the pages, which has no ties: creation date and id decide between equals, in the
   * direction of the first key. Text is ordered by code point, no text is as empty text, and no
   * size is less than any.
   */
  public List<SortKey> order() {
    List<SortKey> order = new ArrayList<>();
    sort.forEach(key -> addUnlessSorted(order, key));
    boolean descending = order.isEmpty() || order.getFirst().descending();
    addUnlessSorted(order, new SortKey(SortField.CREATED_AT, descending));
    addUnlessSorted(order, new SortKey(SortField.ID, descending));
    return order;
  }

  private static void addUnlessSorted(List<SortKey> order, SortKey key) {
    if (order.stream().noneMatch(earlier -> earlier.field() == key.field())) {
      order.add(key);
    }
  }

  /** A visibility, or {@code all}, which adds the community images of others. */
  public sealed interface VisibilityFilter {
    record Only(Visibility visibility) implements VisibilityFilter {}

    record All() implements VisibilityFilter {}
  }

  /** What a list can be sorted by. */
  public enum SortField {
    NAME,
    STATUS,
    CONTAINER_FORMAT,
    DISK_FORMAT,
    SIZE,
    ID,
    CREATED_AT,
    UPDATED_AT
  }

  public record SortKey(SortField field, boolean descending) {}
}
