package io.vitrine.registry.importing.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.importing.ImportMethod;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.importing.RequestFetch.OtherImage;
import io.vitrine.registry.importing.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for an import.
 *
 * @param method one that the operator has enabled
 * @param details of the method
 */
public record ImportForm(ImportMethod method, JsonNode details, Wish wish) {

  /**
   * Reads a request.
   *
   * @param storeHeader another way to name one store
   * @param enabled the methods that it may name
   */
  public static ImportForm parse(
      JsonNode body, @Nullable String storeHeader, List<ImportMethod> enabled) {
    JsonNode details = body.path("method");
    ImportMethod method = method(details, enabled);
    Optional<String> outputFormat = outputFormat(body);
    List<String> stores = stores(body);
    boolean all = flag(body, "all_stores", false);
    boolean named = !isAbsent(body.path("stores"));
    if ((named && (all || storeHeader != null)) || (all && storeHeader != null)) {
      throw JsonBody.malformed(
          "Name the stores in one way: 'stores', 'all_stores' or the X-Image-Meta-Store header.");
    }
    return new ImportForm(
        method,
        details,
        new Wish(
            storeHeader == null ? stores : List.of(storeHeader),
            all,
            flag(body, "all_stores_must_succeed", true),
            outputFormat,
            ValidationData.of(body)));
  }

  /** Where {@code web-download} gets its bytes. */
  public String uri() {
    JsonNode uri = details.path("uri");
    if (!uri.isTextual()) {
      throw new ImageProblem.Invalid("web-download names the 'uri' to fetch.").asException();
    }
    return uri.textValue();
  }

  /** What {@code glance-download} fetches. */
  public OtherImage otherImage() {
    JsonNode region = details.path("glance_region");
    Optional<UUID> id = ImageForm.optionalUuid(details.path("glance_image_id").asText());
    if (!region.isTextual() || id.isEmpty()) {
      throw JsonBody.malformed(
          "glance-download names the 'glance_region' and the 'glance_image_id', which is a UUID.");
    }
    return new OtherImage(region.textValue(), id.get());
  }

  private static ImportMethod method(JsonNode details, List<ImportMethod> enabled) {
    JsonNode name = details.path("name");
    if (!name.isTextual()) {
      throw JsonBody.malformed("An import request names its method: {\"method\": {\"name\": …}}.");
    }
    return ImportMethod.named(name.textValue())
        .filter(enabled::contains)
        .orElseThrow(() ->
            JsonBody.malformed(
                "Unknown import method name '%s'; available: %s."
                    .formatted(name.textValue(), String.join(", ", names(enabled)))));
  }

  static List<String> names(List<ImportMethod> methods) {
    return methods.stream().map(ImportMethod::wireName).toList();
  }

  private static Optional<String> outputFormat(JsonNode body) {
    JsonNode format = body.path("output_format");
    if (isAbsent(format)) {
      return Optional.empty();
    }
    if (!format.isTextual() || !ImportRules.OUTPUT_FORMATS.contains(format.textValue())) {
      throw JsonBody.malformed(
          "output_format is one of %s."
              .formatted(String.join(", ", ImportRules.OUTPUT_FORMATS.stream().sorted().toList())));
    }
    return Optional.of(format.textValue());
  }

  private static List<String> stores(JsonNode body) {
    JsonNode stores = body.path("stores");
    if (isAbsent(stores)) {
      return List.of();
    }
    if (!stores.isArray()) {
      throw JsonBody.malformed("'stores' is an array of store names.");
    }
    List<String> names = new ArrayList<>();
    for (JsonNode store : stores) {
      if (!store.isTextual()) {
        throw JsonBody.malformed("'stores' is an array of store names.");
      }
      names.add(store.textValue());
    }
    return names;
  }

  private static boolean flag(JsonNode body, String name, boolean otherwise) {
    JsonNode flag = body.path(name);
    if (!flag.isMissingNode() && !flag.isBoolean()) {
      throw JsonBody.malformed("'%s' is true or false.".formatted(name));
    }
    return flag.asBoolean(otherwise);
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
