package io.vitrine.registry.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.identity.Caller;
import io.vitrine.problem.HttpStatus;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.Registry;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Glance's role matrix, row by row: the status of show, download and change. */
class ImagePolicyTest {
  private static final Map<String, Caller> CALLERS =
      Map.of(
          "member", Registry.MEMBER,
          "reader", Registry.READER,
          "stranger", Registry.STRANGER,
          "admin", Registry.ADMIN,
          "nobody", new Caller("u", "demo", java.util.Set.of()));

  @ParameterizedTest
  @CsvSource({
    "PRIVATE,member,200,200,200",
    "PRIVATE,reader,200,403,403",
    "PRIVATE,stranger,404,404,404",
    "PRIVATE,admin,200,200,200",
    "PRIVATE,nobody,404,404,404",
    "SHARED,member,200,200,200",
    "SHARED,reader,200,403,403",
    "SHARED,stranger,404,404,404",
    "SHARED,admin,200,200,200",
    "COMMUNITY,member,200,200,200",
    "COMMUNITY,reader,200,403,403",
    "COMMUNITY,stranger,200,200,403",
    "COMMUNITY,nobody,404,404,404",
    "PUBLIC,member,200,200,200",
    "PUBLIC,reader,200,403,403",
    "PUBLIC,stranger,200,200,403",
    "PUBLIC,admin,200,200,200"
  })
  void answersAsGlanceDoes(Visibility visibility, String who, int show, int download, int change) {
    Image image =
        Image.register(
            UUID.randomUUID(),
            "demo",
            Registry.attributes(visibility, "raw", false),
            Instant.EPOCH);
    Caller caller = CALLERS.get(who);

    assertThat(status(ImagePolicy::visible, caller, image)).isEqualTo(show);
    assertThat(status(ImagePolicy::downloadable, caller, image)).isEqualTo(download);
    assertThat(status(ImagePolicy::modifiable, caller, image)).isEqualTo(change);
  }

  private static int status(BiFunction<Caller, Image, Image> check, Caller caller, Image image) {
    try {
      check.apply(caller, image);
      return 200;
    } catch (ProblemException e) {
      return HttpStatus.of(e.problem().kind()).code();
    }
  }
}
