package io.vitrine.registry.image.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.problem.HttpStatus;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.image.ImagePatch.Operation;
import io.vitrine.registry.image.ImagePatch.Presence;
import io.vitrine.registry.image.PropertySchema;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchDocumentTest {
  private final PatchDocument patches =
      new PatchDocument(
          new ImageForm(Set.of("raw", "qcow2"), Set.of("bare"), PropertySchema.NONE, 25, 1000));

  private Operation only(String type, String json) {
    return patches.parse(type, json.getBytes(StandardCharsets.UTF_8)).operations().getFirst();
  }

  @Test
  void readsBothDialects() {
    assertThat(only(PatchDocument.V21, "[{\"op\":\"add\",\"path\":\"/a~1b\",\"value\":\"c\"}]"))
        .isEqualTo(new Operation.SetProperty("a/b", "c", Presence.ANY));
    assertThat(only(PatchDocument.V20, "[{\"add\":\"/a\",\"value\":\"c\"}]"))
        .isEqualTo(new Operation.SetProperty("a", "c", Presence.ABSENT));
    assertThat(only(PatchDocument.V20, "[{\"remove\":\"/a\"}]"))
        .isEqualTo(new Operation.RemoveProperty("a"));
    assertThat(
            only(
                PatchDocument.V21 + "; charset=utf-8",
                "[{\"op\":\"replace\",\"path\":\"/min_disk\",\"value\":3}]"))
        .isEqualTo(new Operation.SetMinDisk(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {}",
        "400 | [1]",
        "400 | [{\"op\":\"move\",\"path\":\"/a\",\"value\":\"b\"}]",
        "400 | [{\"op\":\"add\",\"path\":\"a\",\"value\":\"b\"}]",
        "400 | [{\"op\":\"add\",\"path\":\"/\",\"value\":\"b\"}]",
        "400 | [{\"op\":\"add\",\"path\":\"/tags/-\",\"value\":\"b\"}]",
        "400 | [{\"op\":\"add\",\"path\":\"/a/\",\"value\":\"b\"}]",
        "400 | [{\"op\":\"add\",\"path\":\"//a\",\"value\":\"b\"}]",
        "400 | [{\"op\":\"add\",\"path\":\"/locations\",\"value\":[]}]",
        "400 | [{\"op\":\"remove\",\"path\":\"/locations\"}]",
        "400 | [{\"op\":\"replace\",\"path\":\"/locations/0\",\"value\":{}}]",
        "403 | [{\"op\":\"add\",\"path\":\"/locations/-\",\"value\":{}}]",
        "403 | [{\"op\":\"remove\",\"path\":\"/locations/0\"}]",
        "403 | [{\"op\":\"replace\",\"path\":\"/locations\",\"value\":[]}]",
        "400 | [{\"op\":\"add\",\"path\":\"/a~2\",\"value\":\"b\"}]",
        "400 | [{\"op\":\"add\",\"path\":\"/a\"}]",
        "400 | [{\"op\":\"add\",\"path\":\"/a\",\"value\":5}]",
        "400 | [{\"op\":\"replace\",\"path\":\"/min_disk\",\"value\":-1}]",
        "400 | [{\"op\":\"replace\",\"path\":\"/disk_format\",\"value\":\"floppy\"}]",
        "400 | not json",
        "403 | [{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"active\"}]",
        "403 | [{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"x\"}]",
        "403 | [{\"op\":\"add\",\"path\":\"/os_glance_x\",\"value\":\"x\"}]",
        "403 | [{\"op\":\"remove\",\"path\":\"/name\"}]"
      })
  @Tag("attack")
  @Tag("OSSA-2016-006")
  void refusesWhatDoesNotFit(int status, String json) {
    assertThatThrownBy(() -> only(PatchDocument.V21, json))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(HttpStatus.of(e.problem().kind()).code()).isEqualTo(status));
  }

  @Test
  void refusesOtherMediaTypes() {
    assertThatThrownBy(() -> only("application/json", "[]"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("v2.1");
  }
}
