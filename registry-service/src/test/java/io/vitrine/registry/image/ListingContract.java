package io.vitrine.registry.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.NaiveListing;
import io.vitrine.registry.member.Member;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every catalogue promises of its lists, judged by the plainest possible one. */
public abstract class ListingContract {
  private static final List<Image> SAMPLES = new SampleImages(42).many(60);
  private static final List<Member> MEMBERS = new SampleImages(43).membersOf(SAMPLES);

  private final NaiveListing model = new NaiveListing(SAMPLES, MEMBERS);

  /** The catalogue of the samples. */
  protected abstract Images images(List<Image> samples, List<Member> members);

  private Images images;

  @BeforeEach
  void fill() {
    images = images(SAMPLES, MEMBERS);
  }

  @Test
  void pagesLoseAndRepeatNothingInAnyOrder() {
    SampleQueries queries = new SampleQueries(SAMPLES, 1);
    for (List<ImageQuery.SortKey> order : SampleQueries.orders()) {
      ImageQuery query = queries.sorted(order);
      assertThat(walk(query, 7)).as("%s", order).isEqualTo(ids(model.page(query)));
    }
  }

  @Test
  void filtersOrdersAndScopesGoTogether() {
    SampleQueries queries = new SampleQueries(SAMPLES, 2);
    int found = 0;
    for (int i = 0; i < 500; i++) {
      ImageQuery query = queries.next();
      List<UUID> expected = ids(model.page(query));
      assertThat(walk(query, 3 + i % 9)).as("%s", query).isEqualTo(expected);
      assertThat(images.count(query).await().indefinitely())
          .as("count of %s", query)
          .isEqualTo(expected.size());
      found += expected.size();
    }
    assertThat(found).isGreaterThan(1_000);
  }

  @Test
  void eachFilterFindsWhatItNames() {
    SampleQueries queries = new SampleQueries(SAMPLES, 3);
    ImageQuery all = queries.sorted(List.of());
    for (int i = 0; i < 300; i++) {
      ImageQuery query = with(all, List.of(queries.filter()));
      assertThat(page(query)).as("%s", query).isEqualTo(ids(model.page(query)));
    }
  }

  @Test
  void aMarkerThatTheCallerDoesNotSeeIsUnknownToHim() {
    // Given
    Image foreign =
        SAMPLES.stream()
            .filter(image ->
                image.attributes().visibility() == Visibility.PRIVATE
                    && !image.owner().equals("demo"))
            .findFirst()
            .orElseThrow();
    for (UUID marker : List.of(foreign.id(), new UUID(0, 0))) {
      for (int limit : new int[] {5, 0}) {
        ImageQuery query = after(new SampleQueries(SAMPLES, 4).sorted(List.of()), marker, limit);
        // When, Then
        assertThatThrownBy(() -> page(query))
            .isInstanceOfSatisfying(
                ProblemException.class,
                e ->
                    assertThat(e.problem())
                        .isEqualTo(new ImageProblem.Invalid("No image found with ID " + marker)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!",
        "role:reader",
        "role:member",
        "user_id:ann and not 'private':%(visibility)s",
        "project_id:%(owner)s or 'public':%(visibility)s",
        "project_id:%(member_id)s",
        "not (project_id:%(member_id)s or project_id:demo and 'community':%(visibility)s)"
      })
  void aRuleForOneImageHoldsForListsToo(String expression) {
    // Given
    Policy policy =
        Policy.of(List.of(new Policy.WrittenRule("get_image", expression, "here")), Set.of());
    SampleQueries queries = new SampleQueries(SAMPLES, 6);
    for (int i = 0; i < 60; i++) {
      ImageQuery any = queries.next();
      Caller caller = new Caller("ann", any.projectId(), Set.of(Role.READER));
      ImageFilter rule = new ImageFilter.Allowed(policy.check(Rule.GET_IMAGE), caller, any.admin());
      // When
      ImageQuery query = with(any, List.of(rule));
      // Then
      assertThat(walk(query, 5)).as("%s", query).isEqualTo(ids(model.page(query)));
      Set<UUID> seen = new HashSet<>(ids(model.page(query)));
      page(with(any, List.of())).stream()
          .filter(id -> !seen.contains(id))
          .findFirst()
          .ifPresent(hidden ->
              assertThatThrownBy(() -> page(after(query, hidden, 5)))
                  .hasMessage("No image found with ID " + hidden));
    }
  }

  @Test
  void theLastImageIsAMarkerWithNothingBehind() {
    ImageQuery query = new SampleQueries(SAMPLES, 5).sorted(List.of());
    UUID last = model.page(query).getLast().id();

    assertThat(page(after(query, last, 5))).isEmpty();
  }

  private List<UUID> walk(ImageQuery query, int size) {
    List<UUID> seen = new ArrayList<>();
    List<UUID> page = page(limited(query, size));
    while (!page.isEmpty()) {
      seen.addAll(page);
      page = page.size() < size ? List.of() : page(after(query, page.getLast(), size));
    }
    return seen;
  }

  private List<UUID> page(ImageQuery query) {
    return ids(images.page(query).await().indefinitely().images());
  }

  private static List<UUID> ids(List<Image> images) {
    return images.stream().map(Image::id).toList();
  }

  private static ImageQuery limited(ImageQuery query, int size) {
    return changed(query, query.filters(), Optional.empty(), size);
  }

  private static ImageQuery after(ImageQuery query, UUID marker, int size) {
    return changed(query, query.filters(), Optional.of(marker), size);
  }

  private static ImageQuery with(ImageQuery query, List<ImageFilter> filters) {
    return changed(query, filters, Optional.empty(), query.limit());
  }

  private static ImageQuery changed(
      ImageQuery query, List<ImageFilter> filters, Optional<UUID> marker, int limit) {
    return new ImageQuery(
        query.projectId(),
        query.admin(),
        query.visibility(),
        query.memberStatuses(),
        query.osHidden(),
        filters,
        query.sort(),
        marker,
        limit);
  }
}
