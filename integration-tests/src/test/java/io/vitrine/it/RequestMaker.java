package io.vitrine.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vitrine.it.Contract.Operation;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes requests for an operation from its description: most of them somewhat wrong, some very. */
final class RequestMaker {
  /** What nearly everything is called. */
  static final List<String> WORDS = List.of("x", "cirros", "demo", "alt_demo", "raw", "Ünï");

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get");
  private static final List<String> ACCEPTS =
      List.of(
          "application/json",
          "application/json",
          "application/problem+json",
          "text/html",
          "*/*",
          "text/plain",
          "",
          ";;q=,",
          "application/json;q=abc",
          "*",
          "a/b, */*;q=0.1");
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "text/plain",
          "application/octet-stream",
          "",
          "x",
          "a/b;c",
          "/",
          "application/json; charset=utf-16",
          "application/json; charset=nonsense",
          "multipart/form-data",
          "application/x-www-form-urlencoded",
          "*/*");
  private static final List<String> HEADERS =
      List.of(
          "Range: bytes=0-",
          "Range: bytes=5-2",
          "Range: bytes=-0",
          "Range: x",
          "Range: bytes=0-1,3-4",
          "Range: bytes=99999999999999999999-",
          "Content-Range: bytes 0-1/*",
          "Content-Range: x",
          "If-Range: x",
          "If-Match: x",
          "If-Match: \"1\"",
          "If-Match: ,,",
          "If-None-Match: *",
          "If-None-Match: W/\"1\"",
          "X-Image-Meta-Store: nowhere",
          "X-Image-Meta-Store: ",
          "X-Openstack-Image-Size: -1",
          "X-Openstack-Image-Size: x",
          "X-Openstack-Image-Size: 99999999999999999999",
          "X-Openstack-Image-Size: 3",
          "X-Openstack-Request-Id: " + "i".repeat(65),
          "X-Openstack-Request-Id: a b",
          "X-Project-Id: nowhere",
          "X-Project-Id: \u00e9",
          "X-Service-Token: x",
          "X-Roles: admin",
          "Cookie: a=b",
          "Origin: null",
          "X-Forwarded-Host: evil\"",
          "Forwarded: for=x",
          "Accept-Language: ;;",
          "X: " + "y".repeat(5_000),
          "If-Modified-Since: never");

  private final Contract contract;
  private final RandomGenerator random;
  private final Hostile hostile;
  private final List<String> ids;

  /**
   * Makes them.
   *
   * @param ids of images that are there
   */
  RequestMaker(Contract contract, RandomGenerator random, List<String> ids) {
    this.contract = contract;
    this.random = random;
    this.hostile = new Hostile(random);
    this.ids = ids;
  }

  /**
   * A request.
   *
   * @param plain whether its method and path are the operation's for sure
   */
  record Made(String method, String target, List<String> headers, byte[] body, boolean plain) {
    byte[] bytes(String host, String token) {
      StringBuilder head = new StringBuilder();
      head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
      head.append("Host: ").append(host).append("\r\nConnection: close\r\n");
      if (!token.isEmpty()) {
        head.append("X-Auth-Token: ").append(token).append("\r\n");
      }
      headers.forEach(header -> head.append(header).append("\r\n"));
      if (body.length > 0) {
        head.append("Content-Length: ").append(body.length).append("\r\n");
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(body);
      return bytes.toByteArray();
    }

    @Override
    public String toString() {
      String shown = new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8);
      return "%s %s %s %s".formatted(method, target, headers, shown);
    }
  }

  private boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  Made make(Operation operation) {
    boolean ownMethod = !once(25);
    boolean ownPath = !once(8);
    String method = ownMethod ? operation.method : hostile.oneOf(METHODS);
    String target = path(operation, ownPath) + query(operation);
    List<String> headers = new ArrayList<>();
    headers.add("Accept: " + hostile.oneOf(ACCEPTS));
    for (JsonNode parameter : operation.parameters("header")) {
      if (once(3)) {
        headers.add(
            parameter.get("name").asText() + ": " + oneLine(value(parameter.get("schema"))));
      }
    }
    while (once(3)) {
      headers.add(hostile.oneOf(HEADERS));
    }
    byte[] body = body(operation, headers);
    return new Made(method, target, headers, body, ownMethod && ownPath);
  }

  private static String oneLine(String value) {
    return value.replaceAll("[\\x00-\\x1f]", "?");
  }

  private String path(Operation operation, boolean own) {
    String path = operation.path;
    for (JsonNode parameter : operation.parameters("path")) {
      String name = parameter.get("name").asText();
      String segment = own || once(2) ? existing(parameter) : hostile.segment();
      path = path.replace("{" + name + "}", segment);
    }
    return once(20) ? path.replaceFirst("^/v2/", "/v2." + random.nextInt(19) + "/") : path;
  }

  private String existing(JsonNode parameter) {
    return switch (parameter.get("name").asText()) {
      case "image_id" -> once(10) ? UUID.randomUUID().toString() : hostile.oneOf(ids);
      case "task_id" -> UUID.randomUUID().toString();
      case "store_id" -> once(4) ? "nowhere" : "primary";
      default -> encoded(valid(parameter.get("schema")).asText());
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String query(Operation operation) {
    List<String> parameters = new ArrayList<>();
    for (JsonNode parameter : operation.parameters("query")) {
      while (once(6)) {
        String name = encoded(parameter.get("name").asText());
        parameters.add(name + "=" + encoded(value(parameter.get("schema"))));
      }
    }
    while (once(6)) {
      parameters.add(
          switch (random.nextInt(4)) {
            case 0 -> encoded(hostile.text()) + "=" + encoded(hostile.text());
            case 1 -> hostile.segment().replace(" ", "+").replace("\u00e9", "%e9");
            case 2 -> "x=%" + hostile.oneOf(List.of("", "0", "zz", "ff", "C3%28", "00"));
            default ->
                hostile.oneOf(List.of("&", "=", "&&=&", "limit", "limit=", "sort=,", "a=b=c"));
          });
    }
    return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
  }

  private String value(JsonNode schema) {
    JsonNode value = once(3) ? TextNode.valueOf(hostile.text()) : valid(schema);
    return value.isValueNode() ? value.asText() : value.path(0).asText();
  }

  private byte[] body(Operation operation, List<String> headers) {
    Map<String, JsonNode> bodies = operation.bodies();
    if (bodies.isEmpty()) {
      return once(15) ? hostile.body() : new byte[0];
    }
    String type = hostile.oneOf(bodies.keySet().stream().sorted().toList());
    headers.add("Content-Type: " + (once(10) ? hostile.oneOf(TYPES) : type));
    if (once(8)) {
      return once(4) ? new byte[0] : hostile.body();
    }
    JsonNode schema = bodies.get(type);
    if (schema.isMissingNode()) {
      return Disks.raw(1 + random.nextInt(4_096), random.nextInt());
    }
    JsonNode document = valid(schema);
    while (once(2)) {
      document = hostile.mutation(document);
    }
    return hostile.bytes(document);
  }

  /** Something that the schema allows, nearly always. */
  private JsonNode valid(JsonNode described) {
    JsonNode schema = contract.resolve(described);
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    if (schema.has("allOf")) {
      return object(schema);
    }
    JsonNode type = schema.path("type");
    return switch (type.isArray() ? type.get(0).asText() : type.asText()) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "integer", "number" -> IntNode.valueOf(random.nextInt(100));
      case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
      default -> TextNode.valueOf(text(schema.path("pattern").asText()));
    };
  }

  private String text(String pattern) {
    if (pattern.startsWith("^/")) {
      return "/"
          + hostile.oneOf(List.of("name", "tags", "visibility", "os_distro", "x~1y", "protected"));
    }
    return pattern.startsWith("^[0-9a-fA-F]{8}") ? hostile.oneOf(ids) : hostile.oneOf(WORDS);
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    schema.path("allOf").forEach(part -> object.setAll(object(contract.resolve(part))));
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    JsonNode choices = schema.path("oneOf");
    if (!choices.isEmpty()) {
      required.add(choices.get(random.nextInt(choices.size())).at("/required/0").asText());
    }
    schema
        .path("properties")
        .properties()
        .forEach(property -> {
          boolean optional =
              (choices.isEmpty() || property.getKey().equals("value"))
                  && !property.getValue().path("readOnly").asBoolean();
          if (required.contains(property.getKey()) || (optional && once(3))) {
            object.set(property.getKey(), valid(property.getValue()));
          }
        });
    JsonNode others = schema.path("additionalProperties");
    if (others.isObject() && once(3)) {
      object.set("os_distro", valid(others));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int length = random.nextInt(4); length > 0; length--) {
      array.add(valid(schema.path("items")));
    }
    return array;
  }
}
