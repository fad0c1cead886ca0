package io.vitrine.registry.importing.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.importing.ImportRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for an import.
 *
 * @param method one of {@link #METHODS}
 * @param stores by name; empty where it names none
 */
record ImportForm(
    String method,
    Optional<String> outputFormat,
    List<String> stores,
    boolean allStores,
    boolean allStoresMustSucceed) {
  /** {@code ImageResource} names them, too, when an image is made. */
  static final String GLANCE_DIRECT = "glance-direct";

  static final String COPY_IMAGE = "copy-image";
  static final List<String> METHODS = List.of(GLANCE_DIRECT, COPY_IMAGE);

  /**
   * Reads a request.
   *
   * @param storeHeader another way to name one store
   */
  static ImportForm parse(JsonNode body, @Nullable String storeHeader) {
    String method = method(body);
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
        outputFormat,
        storeHeader == null ? stores : List.of(storeHeader),
        all,
        flag(body, "all_stores_must_succeed", true));
  }

  private static String method(JsonNode body) {
    JsonNode method = body.path("method").path("name");
    if (!method.isTextual()) {
      throw JsonBody.malformed("An import request names its method: {\"method\": {\"name\": …}}.");
    }
    if (!METHODS.contains(method.textValue())) {
      throw JsonBody.malformed(
          "Unknown import method name '%s'; available: %s."
              .formatted(method.textValue(), String.join(", ", METHODS)));
    }
    return method.textValue();
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
