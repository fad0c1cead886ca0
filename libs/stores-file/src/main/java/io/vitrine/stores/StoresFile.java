package io.vitrine.stores;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.quarkus.runtime.configuration.PathConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A properties file of stores: lines such as {@code fast.bucket=images}, with the names of {@link
 * StoresConfig.Store}. What stands there is taken as it is: nothing in it is replaced.
 */
public final class StoresFile {
  /** It stands in lists with commas, in paths and in names of environment variables. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private static final String ROOT = "vitrine.stores";
  private static final int ORDINAL = 100;

  private StoresFile() {}

  /**
   * Reads the file.
   *
   * @throws BrokenStoresException if it cannot be read or holds what no store has
   */
  public static StoresConfig read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new BrokenStoresException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  /** The same from text. */
  static StoresConfig parse(String file, String text) {
    try {
      StoresConfig stores =
          new SmallRyeConfigBuilder()
              .withConverter(MemorySize.class, ORDINAL, new MemorySizeConverter())
              .withConverter(Path.class, ORDINAL, new PathConverter())
              .withMapping(StoresConfig.class, ROOT)
              .withSources(new PropertiesConfigSource(lines(text), file, ORDINAL))
              .build()
              .getConfigMapping(StoresConfig.class, ROOT);
      stores.byName().keySet().forEach(StoresFile::requireName);
      return stores;
    } catch (IOException | RuntimeException e) {
      // What the mapping throws has no family of its own.
      throw new BrokenStoresException(file + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, String> lines(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    Map<String, String> lines = new HashMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> lines.put(ROOT + "." + name, properties.getProperty(name).strip()));
    return lines;
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new BrokenStoresException(
          "'%s' is no name of a store: letters, digits, - and _".formatted(name));
    }
  }
}
