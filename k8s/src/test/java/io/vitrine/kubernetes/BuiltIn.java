package io.vitrine.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The kinds that Kubernetes itself has, as its official client knows them. */
final class BuiltIn {
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1 Namespace", V1Namespace.class,
          "v1 ServiceAccount", V1ServiceAccount.class,
          "v1 Service", V1Service.class,
          "v1 ConfigMap", V1ConfigMap.class,
          "v1 Secret", V1Secret.class,
          "apps/v1 Deployment", V1Deployment.class,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
          "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class);

  private BuiltIn() {}

  static boolean knows(String type) {
    return KINDS.containsKey(type);
  }

  /**
   * What is required has to be there, and what is read has to be written again: so nothing is left
   * out, and no number stands where a text belongs.
   */
  static List<String> faults(String type, JsonNode json) {
    Class<?> kind = Objects.requireNonNull(KINDS.get(type));
    JsonElement given = JsonParser.parseString(json.toString());
    try {
      kind.getMethod("validateJsonElement", JsonElement.class).invoke(null, given);
      JsonElement read = JSON.getGson().toJsonTree(JSON.getGson().fromJson(given, kind), kind);
      return isKept(given, read) ? List.of() : List.of("taken as %s".formatted(read));
    } catch (InvocationTargetException e) {
      return List.of(String.valueOf(e.getCause().getMessage()));
    } catch (JsonParseException e) {
      return List.of(String.valueOf(e.getMessage()));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("not a model of the client: " + kind, e);
    }
  }

  /** The models add empty lists and maps. */
  private static boolean isKept(@Nullable JsonElement given, @Nullable JsonElement read) {
    if (given instanceof JsonObject object && read instanceof JsonObject other) {
      return object.entrySet().stream()
          .allMatch(entry -> isKept(entry.getValue(), other.get(entry.getKey())));
    }
    if (given instanceof JsonArray array && read instanceof JsonArray other) {
      return array.size() == other.size()
          && IntStream.range(0, array.size()).allMatch(i -> isKept(array.get(i), other.get(i)));
    }
    return Objects.equals(given, read);
  }
}
