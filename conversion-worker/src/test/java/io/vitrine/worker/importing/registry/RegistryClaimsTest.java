package io.vitrine.worker.importing.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import io.vitrine.events.Blob;
import io.vitrine.events.Cause;
import io.vitrine.servicetoken.FakeKeycloak;
import io.vitrine.servicetoken.ServiceToken;
import io.vitrine.worker.importing.Claims.UnreadableClaimException;
import io.vitrine.worker.importing.ImportJob;
import io.vitrine.worker.importing.ImportSource;
import io.vitrine.worker.importing.registry.RegistryApi.ClaimJson;
import io.vitrine.worker.importing.registry.RegistryApi.RemoteJson;
import io.vitrine.worker.importing.registry.RegistryApi.ReservationJson;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClaimsTest {
  private static final UUID TASK = UUID.randomUUID();
  private static final UUID RUN = UUID.randomUUID();

  private final Registry registry = new Registry();
  private final List<Integer> pauses = new ArrayList<>();
  private final FakeKeycloak keycloak = new FakeKeycloak();
  private final RegistryClaims claims =
      new RegistryClaims(registry, new ServiceToken(keycloak), pauses::add);

  @Test
  void readsAClaim() throws IOException {
    // Given
    registry.claims.add(() -> claim("http://mirror.example/a", 10));

    // When
    Optional<ImportJob> job = claims.next(RUN);

    // Then
    assertThat(job.orElseThrow().source()).isInstanceOf(ImportSource.Web.class);
    assertThat(job.orElseThrow().runId()).isEqualTo(RUN);
    assertThat(job.orElseThrow().cause()).isEqualTo(new Cause("req-1", "u1", "demo"));
  }

  @Test
  void hasNothingToDoWhereThereIsNoClaim() throws IOException {
    // Given
    registry.claims.add(() -> null);

    // Then
    assertThat(claims.next(RUN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 500, 503})
  void hasNoAnswerInAnotherRefusal(int status) {
    // Given
    registry.claims.add(() -> fail(status));

    // Then
    assertThatThrownBy(() -> claims.next(RUN)).isInstanceOf(IOException.class);
  }

  @Test
  void hasNoAnswerFromARegistryThatIsAway() {
    // Given
    registry.claims.add(RegistryClaimsTest::failToConnect);

    // Then
    assertThatThrownBy(() -> claims.next(RUN)).isInstanceOf(IOException.class);
  }

  @Test
  void saysThatAClaimIsNoDocument() {
    // Given
    registry.claims.add(() -> {
      throw new ProcessingException(new JsonParseException(null, "told to fail"));
    });

    // Then
    assertUnreadable();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:secret@mirror.example/", "gopher:/x", "http://a b/"})
  void saysThatAClaimHasASourceNobodyCanRead(String url) {
    // Given
    registry.claims.add(() -> claim(url, 10));

    // Then
    assertUnreadable();
  }

  @Test
  void saysThatAClaimHasNoLease() {
    // Given
    registry.claims.add(() -> claim("http://mirror.example/a", 0));

    // Then
    assertUnreadable();
  }

  @Test
  void asksForMoreRoomUntilTheRegistryIsBack() throws Exception {
    // Given
    registry.extensions.add(() -> fail(503));
    registry.extensions.add(RegistryClaimsTest::failToConnect);
    registry.extensions.add(() -> new ReservationJson(7));

    // When
    long room = claims.extend(job(), 5);

    // Then
    assertThat(room).isEqualTo(7);
    assertThat(pauses).containsExactly(1, 2);
  }

  @Test
  void asksForMoreRoomUntilKeycloakIsBack() throws Exception {
    // Given
    ImportJob job = job();
    registry.extensions.add(() -> fail(401));
    registry.extensions.add(() -> new ReservationJson(7));
    keycloak.failNext();

    // When
    long room = claims.extend(job, 5);

    // Then
    assertThat(room).isEqualTo(7);
    assertThat(pauses).containsExactly(1, 2);
  }

  @Test
  void asksForMoreRoomWithAnotherTokenWhenItsOwnIsRefused() throws Exception {
    // Given
    registry.extensions.add(() -> fail(401));
    registry.extensions.add(() -> new ReservationJson(7));

    // When
    long room = claims.extend(job(), 5);

    // Then
    assertThat(room).isEqualTo(7);
    assertThat(registry.tokens).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void doesNotAskForEver() {
    // Given
    Stream.generate(() -> (Supplier<ReservationJson>) RegistryClaimsTest::failToConnect)
        .limit(1000)
        .forEach(registry.extensions::add);

    // Then
    assertThatThrownBy(() -> claims.extend(job(), 5)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takesARefusalOfMoreRoomForWhatItIs() {
    // Given
    registry.extensions.add(() -> fail(409));

    // Then
    assertThatThrownBy(() -> claims.extend(job(), 5)).isInstanceOf(WebApplicationException.class);
    assertThat(pauses).isEmpty();
  }

  private ImportJob job() throws IOException {
    registry.claims.add(() -> claim("http://mirror.example/a", 10));
    return claims.next(RUN).orElseThrow();
  }

  private static <T> T failToConnect() {
    throw new ProcessingException(new ConnectException("refused"));
  }

  private void assertUnreadable() {
    assertThatThrownBy(() -> claims.next(RUN)).isInstanceOf(UnreadableClaimException.class);
  }

  private static ClaimJson claim(String url, long leaseSeconds) {
    return new ClaimJson(
        "import",
        TASK,
        UUID.randomUUID(),
        "demo",
        "u1",
        "req-1",
        null,
        RUN,
        Instant.EPOCH,
        leaseSeconds,
        null,
        new RemoteJson(url, null, null),
        null,
        "raw",
        "bare",
        null,
        List.of(new Blob.Copy("primary", "blobs/a/b")),
        List.of(),
        true,
        1 << 20);
  }

  private static <T> T fail(int status) {
    throw new WebApplicationException(status);
  }

  /** Answers as it is told. */
  private static final class Registry implements RegistryApi {
    private final Deque<Supplier<ClaimJson>> claims = new ArrayDeque<>();
    private final Deque<Supplier<ReservationJson>> extensions = new ArrayDeque<>();
    private final List<String> tokens = new ArrayList<>();

    @Override
    public @Nullable ClaimJson claim(String token, ClaimRequestJson request) {
      return claims.remove().get();
    }

    @Override
    public ReservationJson extend(
        UUID imageId,
        UUID taskId,
        String token,
        @Nullable String requestId,
        @Nullable String traceParent) {
      tokens.add(token);
      return extensions.remove().get();
    }
  }
}
