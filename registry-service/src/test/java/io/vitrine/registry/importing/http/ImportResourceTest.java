package io.vitrine.registry.importing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vitrine.identity.Caller;
import io.vitrine.identity.CallerProducer;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.importing.ImportSource.OtherGlance;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ImportResourceTest {
  private static final String GLANCE_DOWNLOAD =
      """
      {"method": {"name": "glance-download", "glance_region": "east", "glance_image_id": "%s"}}
      """
          .formatted(new UUID(1, 2));

  private final Registry registry = new Registry();
  private final Image image = registry.queued();

  /** A member's request, verified by one of the keys that the services know. */
  private static final class VerifiedBy extends CurrentRequest {
    VerifiedBy(String tenant) {
      super(
          QuarkusSecurityIdentity.builder()
              .setAnonymous(true)
              .addAttribute(OidcUtils.TENANT_ID_ATTRIBUTE, tenant)
              .build(),
          null,
          new CallerProducer());
    }

    @Override
    public Caller caller() {
      return Registry.MEMBER;
    }

    @Override
    public String id() {
      return "req-1";
    }
  }

  private ImportResource resource(CurrentRequest request) {
    return new ImportResource(
        request,
        registry.imports,
        registry.fetches,
        registry.copies,
        registry.steering,
        registry.read,
        registry.catalogue.tasks(),
        Registry.IMPORTS,
        new ImagePolicy(Policy.DEFAULT),
        new TaskJson(Registry.IMPORTS));
  }

  private void start(CurrentRequest request) {
    resource(request)
        .start(
            image.id().toString(),
            null,
            "the token",
            GLANCE_DOWNLOAD.getBytes(StandardCharsets.UTF_8))
        .await()
        .indefinitely();
  }

  @Test
  void glanceDownloadTakesTheCallersTokenAlong() {
    // When
    start(new VerifiedBy("realm"));
    // Then
    assertThat(registry.catalogue.tasks.values())
        .singleElement()
        .extracting(ImportTask::source)
        .isInstanceOfSatisfying(
            OtherGlance.class, source -> assertThat(source.token()).contains("the token"));
  }

  @Test
  void glanceDownloadTakesNoVoucherAlong() {
    assertThatThrownBy(() -> start(new VerifiedBy("voucher-1")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_REQUEST));
    assertThat(registry.catalogue.tasks).isEmpty();
    assertThat(registry.image(image.id())).isEqualTo(image);
  }

  @Test
  void showsWhenATaskChangedToTheFractionOfASecond() {
    // Given
    registry.clock.advance(Duration.ofNanos(1_500_000));
    start(new VerifiedBy("realm"));
    // When
    Map<String, Object> shown =
        resource(new VerifiedBy("realm")).tasks(image.id().toString()).await().indefinitely();
    // Then
    Instant changed = registry.catalogue.tasks.values().iterator().next().updatedAt();
    assertThat(changed.getNano()).isPositive();
    assertThat(shown)
        .extractingByKey("tasks", InstanceOfAssertFactories.LIST)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("changed_at", changed.toString())
        .containsEntry("updated_at", changed.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
