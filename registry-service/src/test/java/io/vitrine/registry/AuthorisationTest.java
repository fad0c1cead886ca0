package io.vitrine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.problem.HttpStatus;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.image.GrantUpload;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImagePatch;
import io.vitrine.registry.image.ImagePatch.Operation;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.image.Visibility;
import io.vitrine.registry.importing.Wish;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Glance's role matrix over the use cases, verb by verb and image by image. The image is demo's;
 * where it is shared, it is shared with the project {@code third}, too.
 */
class AuthorisationTest {
  private static final String OTHER = Registry.STRANGER.projectId();
  private static final Caller OTHER_READER = new Caller("u5", OTHER, Set.of(Role.READER));
  private static final Caller SERVICE = new Caller("u6", "service", Set.of(Role.SERVICE));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          verb              | image                | admin | member | reader | other | other reader | service
          show              | private              | ok    | ok     | ok     | 404   | 404          | 404
          show              | private, once shared | ok    | ok     | ok     | 404   | 404          | 404
          show              | shared               | ok    | ok     | ok     | 404   | 404          | 404
          show              | shared, pending      | ok    | ok     | ok     | ok    | ok           | 404
          show              | shared, accepted     | ok    | ok     | ok     | ok    | ok           | 404
          show              | shared, rejected     | ok    | ok     | ok     | ok    | ok           | 404
          show              | community            | ok    | ok     | ok     | ok    | ok           | 404
          show              | public               | ok    | ok     | ok     | ok    | ok           | 404

          download          | private              | ok    | ok     | 403    | 404   | 404          | 404
          download          | private, once shared | ok    | ok     | 403    | 404   | 404          | 404
          download          | shared               | ok    | ok     | 403    | 404   | 404          | 404
          download          | shared, pending      | ok    | ok     | 403    | ok    | 403          | 404
          download          | shared, accepted     | ok    | ok     | 403    | ok    | 403          | 404
          download          | shared, rejected     | ok    | ok     | 403    | ok    | 403          | 404
          download          | community            | ok    | ok     | 403    | ok    | 403          | 404
          download          | public               | ok    | ok     | 403    | ok    | 403          | 404

          patch             | private              | ok    | ok     | 403    | 404   | 404          | 404
          patch             | shared               | ok    | ok     | 403    | 404   | 404          | 404
          patch             | shared, pending      | ok    | ok     | 403    | 403   | 403          | 404
          patch             | shared, accepted     | ok    | ok     | 403    | 403   | 403          | 404
          patch             | community            | ok    | ok     | 403    | 403   | 403          | 404
          patch             | public               | ok    | ok     | 403    | 403   | 403          | 404

          delete            | private              | ok    | ok     | 403    | 404   | 404          | 404
          delete            | shared               | ok    | ok     | 403    | 404   | 404          | 404
          delete            | shared, accepted     | ok    | ok     | 403    | 403   | 403          | 404
          delete            | community            | ok    | ok     | 403    | 403   | 403          | 404
          delete            | public               | ok    | ok     | 403    | 403   | 403          | 404

          upload            | private              | ok    | ok     | 403    | 404   | 404          | 404
          upload            | shared               | ok    | ok     | 403    | 404   | 404          | 404
          upload            | shared, accepted     | ok    | ok     | 403    | 403   | 403          | 404
          upload            | community            | ok    | ok     | 403    | 403   | 403          | 404
          upload            | public               | ok    | ok     | 403    | 403   | 403          | 404

          stage             | private              | ok    | ok     | 403    | 404   | 404          | 404
          stage             | shared               | ok    | ok     | 403    | 404   | 404          | 404
          stage             | shared, accepted     | ok    | ok     | 403    | 403   | 403          | 404
          stage             | community            | ok    | ok     | 403    | 403   | 403          | 404
          stage             | public               | ok    | ok     | 403    | 403   | 403          | 404

          import            | private              | ok    | ok     | 403    | 404   | 404          | 404
          import            | shared               | ok    | ok     | 403    | 404   | 404          | 404
          import            | shared, accepted     | ok    | ok     | 403    | 403   | 403          | 404
          import            | community            | ok    | ok     | 403    | 403   | 403          | 404
          import            | public               | ok    | ok     | 403    | 403   | 403          | 404

          add location      | private              | ok    | ok     | 403    | 404   | 404          | ok
          add location      | shared               | ok    | ok     | 403    | 404   | 404          | ok
          add location      | shared, accepted     | ok    | ok     | 403    | 403   | 403          | ok
          add location      | community            | ok    | ok     | 403    | 403   | 403          | ok
          add location      | public               | ok    | ok     | 403    | 403   | 403          | ok

          locations         | private              | ok    | 403    | 403    | 404   | 404          | ok
          locations         | shared               | ok    | 403    | 403    | 404   | 404          | ok
          locations         | shared, accepted     | ok    | 403    | 403    | 403   | 403          | ok
          locations         | community            | ok    | 403    | 403    | 403   | 403          | ok
          locations         | public               | ok    | 403    | 403    | 403   | 403          | ok

          communitize       | private              | ok    | ok     | 403    | 404   | 404          | 404
          communitize       | shared, accepted     | ok    | ok     | 403    | 403   | 403          | 404
          communitize       | public               | ok    | ok     | 403    | 403   | 403          | 404

          publicize         | private              | ok    | 403    | 403    | 404   | 404          | 404
          publicize         | shared, accepted     | ok    | 403    | 403    | 403   | 403          | 404
          publicize         | community            | ok    | 403    | 403    | 403   | 403          | 404
          publicize         | public               | ok    | 403    | 403    | 403   | 403          | 404

          list members      | private              | 403   | 403    | 403    | 404   | 404          | 404
          list members      | private, once shared | 403   | 403    | 403    | 404   | 404          | 404
          list members      | shared               | ok    | ok     | ok     | 404   | 404          | 404
          list members      | shared, pending      | ok    | ok     | ok     | ok    | ok           | 404
          list members      | shared, rejected     | ok    | ok     | ok     | ok    | ok           | 404
          list members      | community            | 403   | 403    | 403    | 403   | 403          | 404
          list members      | public               | 403   | 403    | 403    | 403   | 403          | 404

          show other        | private, once shared | 404   | 404    | 404    | 404   | 404          | 404
          show other        | shared               | 404   | 404    | 404    | 404   | 404          | 404
          show other        | shared, pending      | ok    | ok     | ok     | ok    | ok           | 404
          show other        | community            | 404   | 404    | 404    | 404   | 404          | 404
          show third        | shared               | ok    | ok     | ok     | 404   | 404          | 404
          show third        | shared, accepted     | ok    | ok     | ok     | 404   | 404          | 404

          add member        | private              | 403   | 403    | 403    | 404   | 404          | 404
          add member        | shared               | ok    | ok     | 403    | 404   | 404          | 404
          add member        | shared, pending      | ok    | ok     | 403    | 403   | 403          | 404
          add member        | shared, accepted     | ok    | ok     | 403    | 403   | 403          | 404
          add member        | community            | 403   | 403    | 403    | 403   | 403          | 404
          add member        | public               | 403   | 403    | 403    | 403   | 403          | 404

          remove other      | private, once shared | 403   | 403    | 403    | 404   | 404          | 404
          remove other      | shared               | 404   | 404    | 404    | 404   | 404          | 404
          remove other      | shared, pending      | ok    | ok     | 403    | 403   | 403          | 404
          remove other      | shared, accepted     | ok    | ok     | 403    | 403   | 403          | 404
          remove other      | community            | 403   | 403    | 403    | 403   | 403          | 404
          remove third      | shared               | ok    | ok     | 403    | 404   | 404          | 404
          remove third      | shared, accepted     | ok    | ok     | 403    | 404   | 404          | 404

          answer for other  | private, once shared | 403   | 403    | 403    | 404   | 404          | 404
          answer for other  | shared               | 404   | 404    | 404    | 404   | 404          | 404
          answer for other  | shared, pending      | ok    | 403    | 403    | ok    | 403          | 404
          answer for other  | shared, accepted     | ok    | 403    | 403    | ok    | 403          | 404
          answer for other  | shared, rejected     | ok    | 403    | 403    | ok    | 403          | 404
          answer for other  | community            | 403   | 403    | 403    | 403   | 403          | 404
          answer for third  | shared               | ok    | 403    | 403    | 404   | 404          | 404
          answer for third  | shared, accepted     | ok    | 403    | 403    | 404   | 404          | 404
          """)
  @Tag("attack")
  @Tag("OSSA-2012-017")
  void decidesAsGlanceDoes(
      String verb,
      String image,
      String admin,
      String member,
      String reader,
      String other,
      String otherReader,
      String service) {
    assertThat(
            List.of(
                outcome(verb, image, Registry.ADMIN),
                outcome(verb, image, Registry.MEMBER),
                outcome(verb, image, Registry.READER),
                outcome(verb, image, Registry.STRANGER),
                outcome(verb, image, OTHER_READER),
                outcome(verb, image, SERVICE)))
        .containsExactly(admin, member, reader, other, otherReader, service);
  }

  private static String outcome(String verb, String description, Caller caller) {
    Registry registry = new Registry();
    UUID image = image(registry, description);
    if (verb.equals("import")) {
      registry
          .uploads
          .on(registry.stored(registry.granted(image, Purpose.STAGE)))
          .await()
          .indefinitely();
    }
    try {
      attempt(verb, registry, image, caller).await().indefinitely();
      return "ok";
    } catch (ProblemException e) {
      return String.valueOf(HttpStatus.of(e.problem().kind()).code());
    }
  }

  private static UUID image(Registry registry, String description) {
    String visibility = description.split(", ", 2)[0];
    boolean onceShared = description.endsWith("once shared");
    Visibility first = onceShared ? Visibility.SHARED : Visibility.named(visibility).orElseThrow();
    Image image =
        registry
            .register
            .register(
                Registry.ADMIN,
                Optional.empty(),
                Optional.of(Registry.MEMBER.projectId()),
                Registry.attributes(first, "raw", false))
            .await()
            .indefinitely();
    if (first == Visibility.SHARED) {
      registry.share.add(Registry.MEMBER, image.id(), "third").await().indefinitely();
    }
    if (description.contains(", ")) {
      registry.share.add(Registry.MEMBER, image.id(), OTHER).await().indefinitely();
    }
    if (onceShared) {
      set(registry, Registry.MEMBER, image.id(), Visibility.PRIVATE).await().indefinitely();
    } else if (description.contains(", ")) {
      registry
          .answer
          .answer(Registry.STRANGER, image.id(), OTHER, description.split(", ", 2)[1])
          .await()
          .indefinitely();
    }
    return image.id();
  }

  private static Uni<?> attempt(String verb, Registry registry, UUID image, Caller caller) {
    return Uni.createFrom()
        .deferred(() ->
            switch (verb) {
              case "show" -> registry.read.show(caller, image).replaceWithVoid();
              case "download" -> registry.read.downloadable(caller, image).replaceWithVoid();
              case "patch" ->
                  registry
                      .change
                      .apply(
                          caller,
                          image,
                          new ImagePatch(List.of(new Operation.SetName("new"))),
                          Precondition.NONE)
                      .replaceWithVoid();
              case "delete" -> registry.deletion.delete(caller, image, Precondition.NONE);
              case "upload" -> grant(registry, caller, image, Purpose.UPLOAD);
              case "stage" -> grant(registry, caller, image, Purpose.STAGE);
              case "import" ->
                  registry.imports.request(caller, image, Wish.PLAIN, "req-1").replaceWithVoid();
              case "add location" ->
                  registry
                      .locations
                      .add(caller, image, "http://mirror.example/a", Optional.empty(), "req-1")
                      .replaceWithVoid();
              case "locations" -> registry.read.location(caller, image).replaceWithVoid();
              case "communitize" -> set(registry, caller, image, Visibility.COMMUNITY);
              case "publicize" -> set(registry, caller, image, Visibility.PUBLIC);
              case "list members" -> registry.members.list(caller, image).replaceWithVoid();
              case "show other" -> registry.members.show(caller, image, OTHER).replaceWithVoid();
              case "show third" -> registry.members.show(caller, image, "third").replaceWithVoid();
              case "add member" -> registry.share.add(caller, image, "fourth").replaceWithVoid();
              case "remove other" -> registry.share.remove(caller, image, OTHER);
              case "remove third" -> registry.share.remove(caller, image, "third");
              case "answer for other" ->
                  registry.answer.answer(caller, image, OTHER, "accepted").replaceWithVoid();
              case "answer for third" ->
                  registry.answer.answer(caller, image, "third", "accepted").replaceWithVoid();
              default -> throw new IllegalArgumentException(verb);
            });
  }

  private static Uni<Void> grant(Registry registry, Caller caller, UUID image, Purpose purpose) {
    return registry
        .grant
        .grant(caller, image, new GrantUpload.Request(purpose, Optional.empty(), Optional.empty()))
        .replaceWithVoid();
  }

  private static Uni<Void> set(
      Registry registry, Caller caller, UUID image, Visibility visibility) {
    return registry
        .change
        .apply(
            caller,
            image,
            new ImagePatch(List.of(new Operation.SetVisibility(visibility))),
            Precondition.NONE)
        .replaceWithVoid();
  }
}
