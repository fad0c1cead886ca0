package io.vitrine.local.containers;

import io.vitrine.local.Checkout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.xml.sax.InputSource;

/**
 * What is built: its version, and the one time that everything in an image gets.
 *
 * @param time as the jars have it, unless SOURCE_DATE_EPOCH says another
 */
public record Release(String version, Instant time) {

  public static Release of(Checkout checkout, Map<String, String> environment) {
    Path pom = checkout.root().resolve("pom.xml");
    String seconds = environment.getOrDefault("SOURCE_DATE_EPOCH", "");
    Instant time =
        seconds.isBlank()
            ? Instant.parse(read(pom, "properties", "project.build.outputTimestamp"))
            : Instant.ofEpochSecond(Long.parseLong(seconds.strip()));
    return new Release(read(pom, "version"), time);
  }

  private static String read(Path pom, String... elements) {
    var expression = new StringBuilder("/*");
    for (String element : elements) {
      expression.append("/*[local-name()='").append(element).append("']");
    }
    XPath path = XPathFactory.newInstance().newXPath();
    try {
      return path.evaluate(expression.toString(), new InputSource(pom.toUri().toString()));
    } catch (XPathExpressionException e) {
      throw new IllegalStateException("cannot read " + pom, e);
    }
  }
}
