package io.vitrine.it;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Values that programs stumble over. */
final class Hostile {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper ESCAPING =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "a\0b",
          "\ud800",
          "\udfff\ud800",
          "\ufffe",
          "😀",
          "é",
          "\u202e",
          "\r\nX: y",
          "'",
          "' OR 1=1 --",
          "\"",
          "\\",
          "%",
          "%s%n",
          "${jndi:x}",
          "<script>",
          "../../etc/passwd",
          "null",
          "true",
          "-1",
          "0",
          "1e999",
          "NaN",
          "in:",
          "in:\"",
          "in:a,\"",
          "gt:",
          "eq:",
          "lt:x",
          "a".repeat(255),
          "a".repeat(256),
          "b".repeat(1_000),
          "é".repeat(255),
          "😀".repeat(128),
          "2026-13-45T99:99:99Z",
          "-999999999-01-01T00:00:00Z",
          "9".repeat(40),
          "00000000-0000-0000-0000-000000000000",
          "/",
          "//",
          "~",
          "~2",
          "/a/b",
          "-",
          ",",
          ";",
          ":",
          "*",
          "W/\"1\"",
          "\"99999999999999999999\"",
          "os_glance_x",
          "self",
          "locations",
          "id");

  private static final List<JsonNode> VALUES =
      List.of(
          NullNode.instance,
          BooleanNode.TRUE,
          IntNode.valueOf(-1),
          IntNode.valueOf(0),
          LongNode.valueOf(1L << 31),
          LongNode.valueOf(Long.MIN_VALUE),
          DoubleNode.valueOf(0.5),
          BigIntegerNode.valueOf(BigInteger.TEN.pow(60)),
          DecimalNode.valueOf(new BigDecimal("1e400")),
          JSON.arrayNode(),
          JSON.objectNode(),
          JSON.arrayNode().addNull().add("x").add(1),
          JSON.arrayNode().add(JSON.arrayNode()),
          JSON.objectNode().put("x", "y"),
          JSON.objectNode().put("", 1));

  private static final List<byte[]> BODIES =
      List.of(
          utf8("{"),
          utf8("}"),
          utf8("["),
          utf8("\""),
          utf8("nul"),
          utf8("{}{}"),
          utf8("[] x"),
          utf8("{\"a\":\"\\ud800\"}"),
          utf8("{\"name\":\"\\u0000\"}"),
          utf8("{'a':1}"),
          utf8("{\"a\":1,\"a\":2}"),
          utf8("{\"name\":\"a\",\"name\":\"b\"}"),
          utf8("{\"a\":NaN}"),
          utf8("{\"min_ram\":1e999999999}"),
          utf8("{\"min_ram\":" + "9".repeat(2_000) + "}"),
          utf8("[".repeat(5_000)),
          utf8("[".repeat(900) + "]".repeat(900)),
          utf8("{\"a\":".repeat(2_000)),
          utf8("{\"x\":\"" + "y".repeat(70_000) + "\"}"),
          utf8("{\"" + "k".repeat(60_000) + "\":\"v\"}"),
          utf8("\ufeff{}"),
          utf8("  \n "),
          utf8("<a/>"),
          new byte[] {(byte) 0xff, (byte) 0xfe},
          new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
          new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
          new byte[] {0, 0, 0},
          new byte[] {0, '{', 0, '}'},
          new byte[1 << 16]);

  private static final List<String> SEGMENTS =
      List.of(
          "%00",
          "%0d%0aX:y",
          "%2e%2e",
          "%2E",
          "..",
          ".",
          "%2f",
          "a%2fb",
          "%5c",
          "%ff",
          "%C0%80",
          "%E2%82",
          "%ED%A0%80",
          "%F0%9F%98%80",
          "%",
          "%2",
          "%zz",
          "a;b=c",
          ";",
          "a%3bb",
          "a+b",
          "\"",
          "<",
          "{}",
          "|",
          "^",
          "é",
          "%25",
          "%252e",
          "@",
          ":",
          "*",
          "~",
          "",
          "x".repeat(256),
          "x".repeat(3_000),
          "null",
          "-1",
          "'");

  private final RandomGenerator random;

  Hostile(RandomGenerator random) {
    this.random = random;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  String text() {
    return oneOf(TEXTS);
  }

  /** One segment of a path, as it is sent. */
  String segment() {
    return oneOf(SEGMENTS);
  }

  byte[] body() {
    return oneOf(BODIES);
  }

  JsonNode value() {
    return random.nextInt(3) == 0 ? oneOf(VALUES) : TextNode.valueOf(text());
  }

  /** The same document with something else somewhere. */
  JsonNode mutation(JsonNode document) {
    if (document.isEmpty() || random.nextInt(4) == 0) {
      return document.isObject() && random.nextBoolean()
          ? ((ObjectNode) document.deepCopy()).set(text(), value())
          : value();
    }
    if (document instanceof ObjectNode object) {
      ObjectNode changed = object.deepCopy();
      String key = oneOf(object.properties().stream().map(property -> property.getKey()).toList());
      if (random.nextInt(6) == 0) {
        changed.remove(key);
      } else {
        changed.set(key, mutation(object.get(key)));
      }
      return changed;
    }
    ArrayNode changed = document.deepCopy();
    int index = random.nextInt(changed.size());
    changed.set(index, mutation(changed.get(index)));
    return changed;
  }

  /** As escapes every other time: half a surrogate has no bytes of its own. */
  byte[] bytes(JsonNode document) {
    try {
      return random.nextBoolean()
          ? ESCAPING.writeValueAsBytes(document)
          : utf8(document.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
