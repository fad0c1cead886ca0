package io.vitrine.local.migrate;

import static io.vitrine.local.migrate.Content.Likeness.EQUAL;
import static io.vitrine.local.migrate.Content.Likeness.EQUAL_IN_SIZE;
import static io.vitrine.local.migrate.Content.Likeness.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.migrate.Content.Proof;
import org.junit.jupiter.api.Test;

class ContentTest {
  private final Content here = new Content(3L, "md5-a", "sha512", "sha-a");

  @Test
  void comparesTheBestThatBothHave() {
    assertThat(here.likeness(new Content(3L, "md5-b", "sha512", "SHA-A"))).isEqualTo(EQUAL);
    assertThat(here.likeness(new Content(3L, "md5-a", "sha512", "sha-b"))).isEqualTo(OTHER);
    assertThat(here.likeness(new Content(3L, "md5-a", "sha256", "x"))).isEqualTo(EQUAL);
    assertThat(here.likeness(new Content(3L, "md5-b", null, null))).isEqualTo(OTHER);
    assertThat(here.likeness(new Content(3L, null, null, null))).isEqualTo(EQUAL_IN_SIZE);
    assertThat(here.likeness(new Content(4L, "md5-a", "sha512", "sha-a"))).isEqualTo(OTHER);
  }

  @Test
  void knowsByWhatBytesAreProved() {
    assertThat(new Content(3L, "m", "sha256", "s").proof()).isEqualTo(new Proof("sha256", "s"));
    assertThat(new Content(3L, "m", "blake9", "s").proof()).isEqualTo(new Proof("md5", "m"));
    assertThat(new Content(3L, "m", null, null).proof()).isEqualTo(new Proof("md5", "m"));
    assertThat(new Content(3L, null, null, null).proof()).isEqualTo(new Proof("sha512", null));
  }
}
