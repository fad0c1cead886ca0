package io.vitrine.local.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static List<String> plan(ImageRecord source, ImageRecord target) {
    return Plan.of(source, Optional.of(target)).stream().map(Step::toString).toList();
  }

  private static List<String> plan(ImageRecord source) {
    return Plan.of(source, Optional.empty()).stream().map(Step::toString).toList();
  }

  @Test
  void bringsAnImageThatIsNotThere() {
    assertThat(plan(Records.active(""))).containsExactly("create it", "bring 3 B");
  }

  @Test
  void createsWithAllThatOneMaySay() {
    ImageRecord source =
        Records.active(
            "'os_distro': 'debian', 'kernel_id': null, 'os_glance_failed_import': '',"
                + " 'stores': 'a', 'locations': [], 'direct_url': 's3://a'");
    Step.Create create = (Step.Create) Plan.of(source, Optional.empty()).getFirst();
    assertThat(create.id()).isEqualTo("i");
    assertThat(create.said().keySet())
        .containsExactly(
            "container_format",
            "disk_format",
            "name",
            "os_distro",
            "owner",
            "protected",
            "tags",
            "visibility");
  }

  @Test
  void protectsWhenAllIsThere() {
    ImageRecord source =
        Records.image(
            "deactivated",
            Records.bytes("") + ", 'protected': true",
            Map.of("red", "accepted", "green", "pending"));
    assertThat(plan(source))
        .containsExactly(
            "create it",
            "bring 3 B",
            "deactivate it",
            "share it with green",
            "share it with red",
            "red: accepted",
            "set protected");
    Step.Create create = (Step.Create) Plan.of(source, Optional.empty()).getFirst();
    assertThat(create.said().get("protected").asBoolean()).isFalse();
  }

  @Test
  void bringsNoBytesWhereThereAreNone() {
    assertThat(plan(Records.image("queued", ""))).containsExactly("create it");
  }

  @Test
  void goesOnWhereARunHasEnded() {
    ImageRecord source = Records.active("'protected': true");
    assertThat(plan(source, Records.image("queued", "")))
        .containsExactly("bring 3 B", "set protected");
    assertThat(plan(source, Records.image("saving", "")))
        .containsExactly("wait while it is saving");
    assertThat(plan(source, Records.active(""))).containsExactly("set protected");
    assertThat(plan(source, Records.active("'protected': true"))).isEmpty();
  }

  @Test
  void changesWhatIsSaidOtherwise() {
    ImageRecord source = Records.active("'a/b~c': 'new', 'tags': ['y', 'x'], 'same': '1'");
    ImageRecord target =
        Records.active("'old': '1', 'tags': ['z'], 'same': '1', 'protected': true");
    Step.Change change = (Step.Change) Plan.of(source, Optional.of(target)).getFirst();
    assertThat(change.patch())
        .isEqualTo(
            Records.json(
                """
                [{'op': 'add', 'path': '/a~1b~0c', 'value': 'new'},
                 {'op': 'remove', 'path': '/old'},
                 {'op': 'add', 'path': '/protected', 'value': false},
                 {'op': 'add', 'path': '/tags', 'value': ['x', 'y']}]\
                """));
  }

  @Test
  void takesNoNoticeOfTheOrderOfTags() {
    assertThat(plan(Records.active("'tags': ['x', 'y']"), Records.active("'tags': ['y', 'x']")))
        .isEmpty();
  }

  @Test
  void takesANameAway() {
    ImageRecord source = Records.active("'name': null");
    Step.Change change = (Step.Change) Plan.of(source, Optional.of(Records.active(""))).getFirst();
    assertThat(change.patch())
        .isEqualTo(Records.json("[{'op': 'replace', 'path': '/name', 'value': null}]"));
  }

  @Test
  void leavesFormatsOfBytesThatAreThere() {
    ImageRecord source = Records.active("'disk_format': 'qcow2'");
    assertThat(plan(source, Records.active(""))).isEmpty();
    assertThat(plan(source, Records.image("queued", "")))
        .containsExactly("set disk_format", "bring 3 B");
  }

  @Test
  void leavesTheOwnerOfWhatIsNobodys() {
    assertThat(plan(Records.active("'owner': null"), Records.active(""))).isEmpty();
  }

  @Test
  void sharesAsTheSourceDoes() {
    ImageRecord source = Records.image("queued", "", Map.of("red", "rejected", "green", "pending"));
    ImageRecord target =
        Records.image("queued", "", Map.of("red", "accepted", "yellow", "accepted"));
    assertThat(plan(source, target))
        .containsExactly("share it with green", "red: rejected", "no longer share it with yellow");
  }

  @Test
  void reactivatesWhatIsActiveAgain() {
    ImageRecord target = Records.image("deactivated", Records.bytes(""));
    assertThat(plan(Records.active(""), target)).containsExactly("reactivate it");
  }
}
