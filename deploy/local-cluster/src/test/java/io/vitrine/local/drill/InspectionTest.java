package io.vitrine.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private static final byte[] BYTES = {1, 2, 3};
  private static final Kept KEPT =
      Kept.created("roll registry-service", "old").with(BYTES).named("new").sharedWith("friends");
  private static final String DIGEST = Caller.sha512(BYTES);

  @Test
  void anImageIsAsItsClientWasTold() {
    assertThat(
            Inspection.differences(
                KEPT, shown("new", "active", DIGEST), List.of("friends"), DIGEST))
        .isEmpty();
  }

  @Test
  void eachAnswerThatDoesNotHoldIsNamed() {
    assertThat(Inspection.differences(KEPT, shown("old", "queued", ""), List.of(), ""))
        .containsExactly(
            "is called 'old' and not 'new'",
            "is queued",
            "has other bytes",
            "is not shared with friends");
  }

  /** The record may be right where the store has something else. */
  @Test
  void whatComesBackCounts() {
    assertThat(
            Inspection.differences(
                KEPT,
                shown("new", "active", DIGEST),
                List.of("friends"),
                Caller.sha512(new byte[1])))
        .containsExactly("has other bytes");
  }

  @Test
  void anImageMayHaveNoBytesYet() {
    Kept created = Kept.created("before", "old");

    assertThat(Inspection.differences(created, shown("old", "queued", ""), List.of(), ""))
        .isEmpty();
  }

  private static ObjectNode shown(String name, String status, String digest) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("status", status)
        .put("os_hash_value", digest);
  }
}
