package io.vitrine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.problem.HttpStatus;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.Registry.Operator;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.ImageFilter;
import io.vitrine.registry.image.ImagePatch;
import io.vitrine.registry.image.ImagePatch.Operation;
import io.vitrine.registry.image.ImagePatch.Presence;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.image.PropertySchema;
import io.vitrine.registry.image.Visibility;
import io.vitrine.registry.image.http.SchemaFile;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.PropertyProtections;
import io.vitrine.registry.policy.file.PolicyFile;
import io.vitrine.registry.policy.file.ProtectionsFile;
import io.vitrine.registry.policy.file.ProtectionsFile.Format;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes for users when an operator writes his files. */
class OperatorRulesTest {
  private static final String PROTECTIONS =
      """
      [^secret]
      create = admin
      read = admin
      update = admin
      delete = admin

      [^blind]
      create = member
      read = admin
      update = admin
      delete = admin

      [^fixed]
      create = member
      read = @
      update = admin
      delete = admin

      [^once]
      create = member
      read = reader
      update = !
      delete = member

      [^(os|free)_]
      create = @
      read = @
      update = @
      delete = @
      """;

  private static Registry withRules(String yaml) {
    Policy policy = Policy.of(PolicyFile.read("policy.yaml", yaml), Set.of());
    return new Registry(new Operator(policy, PropertyProtections.NONE, PropertySchema.NONE));
  }

  private static Registry withProtections() {
    return new Registry(
        new Operator(
            Policy.DEFAULT,
            new ProtectionsFile("p.conf", PROTECTIONS, Format.ROLES).toProtections(Policy.DEFAULT),
            PropertySchema.NONE));
  }

  private static Registry withSchema(String json) {
    return new Registry(
        new Operator(
            Policy.DEFAULT, PropertyProtections.NONE, SchemaFile.read("schema.json", json)));
  }

  @Test
  void aDeniedActionIsForbiddenToWhoSeesTheImage() {
    // Given
    Registry registry = withRules("delete_image: rule:context_is_admin");
    UUID image = registry.queued().id();
    // When, Then
    assertThatFails(403, () -> delete(registry, Registry.MEMBER, image));
    assertThatFails(404, () -> delete(registry, Registry.STRANGER, image));
    delete(registry, Registry.ADMIN, image);
    assertThat(registry.catalogue.images).isEmpty();
  }

  @Test
  void aRuleCanGiveMoreThanTheDefault() {
    Registry registry = withRules("modify_image: role:reader and project_id:%(owner)s");
    Image image = registry.queued();

    assertThat(patch(registry, Registry.READER, image.id(), new Operation.SetName("new")))
        .extracting(changed -> changed.attributes().name())
        .isEqualTo("new");
  }

  @Test
  void noRuleShowsAPrivateImageToOthers() {
    Registry registry = withRules("get_image: '@'");
    Image image = registry.queued(Registry.attributes(Visibility.PRIVATE, "raw", false));

    assertThatFails(404, () -> show(registry, Registry.STRANGER, image.id()));
    assertThat(list(registry, Registry.STRANGER)).isEmpty();
  }

  @Test
  void listsShowNoMoreThanShowDoes() {
    // Given
    Registry registry =
        withRules("get_image: rule:context_is_admin or not 'public':%(visibility)s");
    Image own = registry.queued();
    Image published = publish(registry);
    // When, Then
    assertThatFails(404, () -> show(registry, Registry.MEMBER, published.id()));
    assertThat(list(registry, Registry.MEMBER)).containsExactly(own.id());
    assertThat(await(registry.read.count(Registry.MEMBER, query(Registry.MEMBER)))).isOne();
    assertThat(list(registry, Registry.ADMIN)).contains(published.id());
  }

  @Test
  void whoMayNotListGetsNoEmptyList() {
    Registry registry = withRules("get_images: role:admin");

    assertThatFails(403, () -> list(registry, Registry.MEMBER));
  }

  @Test
  void theOperatorSaysWhoIsAdministrator() {
    // Given
    Registry registry = withRules("context_is_admin: user_id:" + Registry.STRANGER.userId());
    Image image = registry.queued(Registry.attributes(Visibility.PRIVATE, "raw", false));
    // When, Then
    assertThat(show(registry, Registry.STRANGER, image.id()).id()).isEqualTo(image.id());
    assertThatFails(404, () -> show(registry, Registry.ADMIN, image.id()));
  }

  @Test
  void neitherOwnerNorMemberEverSpeaksForTheOther() {
    // Given
    Registry registry = withRules("{add_member: '@', modify_member: '@'}");
    UUID image = registry.queued().id();
    await(registry.share.add(Registry.MEMBER, image, Registry.STRANGER.projectId()));
    // When, Then
    assertThatFails(
        403,
        () ->
            await(
                registry.answer.answer(
                    Registry.MEMBER, image, Registry.STRANGER.projectId(), "accepted")));
    await(
        registry.answer.answer(
            Registry.STRANGER, image, Registry.STRANGER.projectId(), "accepted"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          property | create | add again | replace | remove | shown
          secret_a | 403    | 403       | 409     | 409    | false
          blind_a  | ok     | 403       | 409     | 409    | false
          fixed_a  | ok     | 403       | 403     | 403    | true
          once_a   | ok     | 403       | 403     | ok     | true
          free_a   | ok     | ok        | ok      | ok     | true
          unknown  | 403    | 403       | 409     | 409    | false
          """,
      useHeadersInDisplayName = true)
  @Tag("attack")
  @Tag("OSSN-0013")
  void protectedPropertiesAreAsIfAbsentOrReserved(
      String property, String create, String again, String replace, String remove, boolean shown) {
    Registry registry = withProtections();

    assertThat(outcome(() -> create(registry, Registry.MEMBER, property))).isEqualTo(create);

    // Where it is there already:
    UUID image = imageWith(registry, property);
    assertThat(
            list(registry, Registry.MEMBER, new ImageFilter.HasProperty(property, "v"))
                .contains(image))
        .isEqualTo(shown);
    assertThat(
            List.of(
                outcome(() -> set(registry, image, property, Presence.ANY)),
                outcome(() -> set(registry, image, property, Presence.PRESENT))))
        .containsExactly(again, replace);
    assertThat(
            show(registry, Registry.MEMBER, image).attributes().properties().containsKey(property))
        .isEqualTo(shown);
    assertThat(
            outcome(() ->
                patch(registry, Registry.MEMBER, image, new Operation.RemoveProperty(property))))
        .isEqualTo(remove);
  }

  @Test
  void aChangeByOneWhoCannotReadAPropertyKeepsIt() {
    // Given
    Registry registry = withProtections();
    UUID image = imageWith(registry, "secret_a");
    // When
    Image changed = patch(registry, Registry.MEMBER, image, new Operation.SetName("new"));
    // Then
    assertThat(changed.attributes().properties()).isEmpty();
    assertThat(registry.image(image).attributes().properties()).containsEntry("secret_a", "v");
  }

  @Test
  void whatIsRequiredIsAskedOfTheResult() {
    // Given
    Registry registry =
        withSchema(
            "{\"properties\": {\"team\": {\"type\": \"string\"}}, \"required\": [\"team\"]}");
    assertThatFails(400, () -> create(registry, Registry.MEMBER, "other"));
    UUID image = create(registry, Registry.MEMBER, "team").id();
    // When, Then
    patch(registry, Registry.MEMBER, image, new Operation.SetName("new"));
    patch(
        registry,
        Registry.MEMBER,
        image,
        new Operation.RemoveProperty("team"),
        new Operation.SetProperty("team", "w", Presence.ANY));
    assertThatFails(
        400, () -> patch(registry, Registry.MEMBER, image, new Operation.RemoveProperty("team")));
    assertThat(registry.image(image).attributes().properties()).containsEntry("team", "w");
  }

  @Test
  void nullTakesAPropertyAway() {
    // Given
    Registry registry = new Registry();
    UUID image = create(registry, Registry.MEMBER, "kernel_id").id();
    // When
    Image changed =
        patch(
            registry,
            Registry.MEMBER,
            image,
            new Operation.SetProperty("kernel_id", null, Presence.PRESENT));
    // Then
    assertThat(changed.attributes().properties()).isEmpty();
  }

  @Test
  void anImageHasOnlySoManyProperties() {
    Registry registry = new Registry();
    assertThatFails(413, () -> create(registry, Registry.MEMBER, "a", "b", "c", "d"));

    UUID full = create(registry, Registry.MEMBER, "a", "b", "c").id();

    assertThatFails(413, () -> set(registry, full, "d", Presence.ANY));
    set(registry, full, "c", Presence.ANY);
  }

  private static Image publish(Registry registry) {
    return await(
        registry.register.register(
            Registry.ADMIN,
            Optional.empty(),
            Optional.empty(),
            Registry.attributes(Visibility.PUBLIC, "raw", false)));
  }

  private static Image create(Registry registry, Caller caller, String... properties) {
    Map<String, String> values = new TreeMap<>();
    for (String property : properties) {
      values.put(property, "v");
    }
    return create(registry, caller, values);
  }

  private static Image create(Registry registry, Caller caller, Map<String, String> properties) {
    ImageAttributes attributes =
        new ImageAttributes(
            "cirros", Visibility.SHARED, null, null, 0, 0, false, false, Set.of(), properties);
    return await(
        registry.register.register(
            caller, Optional.empty(), Optional.of(Registry.MEMBER.projectId()), attributes));
  }

  /** Whoever may not write it: it is in the catalogue. */
  private static UUID imageWith(Registry registry, String property) {
    Image image = registry.queued();
    ImageAttributes attributes = image.attributes();
    registry.catalogue.images.put(
        image.id(),
        image.with(
            image.owner(),
            new ImageAttributes(
                attributes.name(),
                attributes.visibility(),
                attributes.diskFormat(),
                attributes.containerFormat(),
                0,
                0,
                false,
                false,
                Set.of(),
                Map.of(property, "v")),
            image.updatedAt()));
    return image.id();
  }

  private static Image set(Registry registry, UUID image, String property, Presence presence) {
    return patch(
        registry, Registry.MEMBER, image, new Operation.SetProperty(property, "w", presence));
  }

  private static Image patch(
      Registry registry, Caller caller, UUID image, Operation... operations) {
    return await(
        registry.change.apply(
            caller, image, new ImagePatch(List.of(operations)), Precondition.NONE));
  }

  private static @Nullable Void delete(Registry registry, Caller caller, UUID image) {
    return await(registry.deletion.delete(caller, image, Precondition.NONE));
  }

  private static Image show(Registry registry, Caller caller, UUID image) {
    return await(registry.read.show(caller, image));
  }

  private static List<UUID> list(Registry registry, Caller caller, ImageFilter... filters) {
    return await(registry.read.page(caller, query(caller, filters))).images().stream()
        .map(Image::id)
        .toList();
  }

  private static ImageQuery query(Caller caller, ImageFilter... filters) {
    return new ImageQuery(
        caller.projectId(),
        caller.isAdmin(),
        Optional.empty(),
        Set.of(MemberStatus.ACCEPTED),
        false,
        List.of(filters),
        List.of(),
        Optional.empty(),
        100);
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().indefinitely();
  }

  private static String outcome(Runnable action) {
    try {
      action.run();
      return "ok";
    } catch (ProblemException e) {
      return String.valueOf(HttpStatus.of(e.problem().kind()).code());
    }
  }

  private static void assertThatFails(int status, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(HttpStatus.of(e.problem().kind()).code()).isEqualTo(status));
  }
}
