package io.vitrine.events;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facts as JSON, found again by their type. Unknown fields and types of a newer peer are skipped.
 */
public final class FactCodec {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final Map<String, Class<?>> CLASSES = new LinkedHashMap<>();

  static {
    register(Fact.class);
  }

  private FactCodec() {}

  private static void register(Class<?> family) {
    for (Class<?> member : family.getPermittedSubclasses()) {
      if (member.isSealed()) {
        register(member);
      } else {
        CLASSES.put(typeOf(member), member);
      }
    }
  }

  /** Every type with its record, as they are declared. */
  public static Map<String, Class<?>> types() {
    return Collections.unmodifiableMap(CLASSES);
  }

  /** The CloudEvents type of a fact. */
  public static String typeOf(Fact fact) {
    return typeOf(fact.getClass());
  }

  public static byte[] encode(Fact fact) {
    try {
      return JSON.writeValueAsBytes(fact);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode " + typeOf(fact), e);
    }
  }

  /** Part of a fact by its names on the wire. */
  static Map<String, @Nullable Object> asMap(Object part) {
    return JSON.convertValue(part, new TypeReference<>() {});
  }

  /**
   * Reads a fact; empty where this reader does not know the type.
   *
   * @throws MalformedFactException if the type is known but the bytes do not fit it
   */
  public static Optional<Fact> decode(String type, byte[] json) {
    Class<?> fact = CLASSES.get(type);
    if (fact == null) {
      return Optional.empty();
    }
    try {
      return Optional.of((Fact) JSON.readValue(json, fact));
    } catch (IOException e) {
      throw new MalformedFactException(type, e);
    }
  }

  private static String typeOf(Class<?> fact) {
    FactType type = fact.getAnnotation(FactType.class);
    if (type == null) {
      throw new IllegalStateException(fact + " has no @FactType");
    }
    return type.value();
  }
}
