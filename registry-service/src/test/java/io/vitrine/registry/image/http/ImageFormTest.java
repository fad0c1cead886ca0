package io.vitrine.registry.image.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.PropertySchema;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImageFormTest {
  private static final String EMOJI = "\ud83d\ude00";
  private static final ImageForm FORM =
      new ImageForm(Set.of("raw"), Set.of("bare"), PropertySchema.NONE, 25, 1000);

  private static String tag(String text) {
    ArrayNode tags = JsonNodeFactory.instance.arrayNode().add(text);
    return ImageForm.tags(tags).iterator().next();
  }

  private static @Nullable String name(String text) {
    return FORM.name(TextNode.valueOf(text));
  }

  private static final List<Function<String, @Nullable String>> SHORT =
      List.of(
          ImageFormTest::name,
          text -> FORM.owner(TextNode.valueOf(text)).orElseThrow(),
          ImageFormTest::tag,
          ImageForm::pathTag,
          ImageForm::customName);

  @Test
  void lengthsAreCharactersWhateverTheirBytes() {
    String longest = EMOJI.repeat(255);
    for (Function<String, @Nullable String> field : SHORT) {
      assertThat(field.apply(longest)).isEqualTo(longest);
      requireRefused(field, longest + "a");
    }
    String value = EMOJI.repeat(65_535);
    assertThat(FORM.customValue("a", TextNode.valueOf(value))).isEqualTo(value);
    requireRefused(text -> FORM.customValue("a", TextNode.valueOf(text)), value + "a");
  }

  @Test
  void whatCannotBeStoredAsItIsIsRefused() {
    for (String text : List.of("a\0", "\ud83d", "a\ude00b")) {
      SHORT.forEach(field -> requireRefused(field, text));
      requireRefused(it -> FORM.customValue("a", TextNode.valueOf(it)), text);
    }
  }

  private static void requireRefused(Function<String, @Nullable String> field, String text) {
    assertThatThrownBy(() -> field.apply(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_REQUEST));
  }
}
