package io.vitrine.metadefs.validation.http;

import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.platform.JsonFields;
import io.vitrine.metadefs.validation.Question;
import io.vitrine.problem.JsonBody;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client asks. */
final class QuestionBody {
  private static final String PROPERTIES = "properties";
  private static final String RESOURCE_TYPE = "resource_type";
  private static final String NAMESPACES = "namespaces";

  private QuestionBody() {}

  static Question read(byte @Nullable [] body) {
    JsonFields fields = JsonFields.in(body).knowing(Set.of(PROPERTIES, RESOURCE_TYPE, NAMESPACES));
    if (!fields.has(PROPERTIES)) {
      throw JsonBody.malformed("properties is required.");
    }
    return new Question(
        fields.textsByName(PROPERTIES),
        fields.text(RESOURCE_TYPE).orElse(Question.DEFAULT_RESOURCE_TYPE),
        fields.has(NAMESPACES)
            ? Optional.of(
                fields.texts(NAMESPACES).stream()
                    .map(NamespaceName::new)
                    .collect(Collectors.toSet()))
            : Optional.empty());
  }
}
