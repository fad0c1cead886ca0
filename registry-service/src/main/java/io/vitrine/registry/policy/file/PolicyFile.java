package io.vitrine.registry.policy.file;

import io.vitrine.registry.policy.Policy;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Glance's {@code policy.yaml}: names of rules with their expressions. */
public final class PolicyFile {
  private final String name;

  private PolicyFile(String name) {
    this.name = name;
  }

  /**
   * Reads it.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException where it is not such a file
   */
  public static List<Policy.WrittenRule> read(String name, String content) {
    return new PolicyFile(name).read(content);
  }

  private List<Policy.WrittenRule> read(String content) {
    @Nullable Node root;
    try {
      root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(content));
    } catch (MarkedYAMLException e) {
      throw wrong(e.getProblemMark(), "no YAML: " + e.getProblem(), e);
    }
    if (root == null || root.getTag().equals(Tag.NULL)) {
      return List.of();
    }
    if (!(root instanceof MappingNode rules)) {
      throw wrong(root, "rules are written as \"name\": \"expression\"");
    }
    List<Policy.WrittenRule> overrides = new ArrayList<>();
    Map<String, String> places = new HashMap<>();
    for (NodeTuple rule : rules.getValue()) {
      String ruleName = text(rule.getKeyNode(), "the name of a rule is a string");
      @Nullable String before = places.put(ruleName, place(rule.getKeyNode().getStartMark()));
      if (before != null) {
        throw wrong(
            rule.getKeyNode(), "rule '%s' is there already: %s".formatted(ruleName, before));
      }
      String expression =
          text(rule.getValueNode(), "the expression of rule '%s' is a string".formatted(ruleName));
      overrides.add(
          new Policy.WrittenRule(ruleName, expression, place(rule.getValueNode().getStartMark())));
    }
    return overrides;
  }

  private String text(Node node, String expected) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return scalar.getValue();
    }
    throw wrong(node, expected);
  }

  private IllegalArgumentException wrong(Node node, String what) {
    return wrong(node.getStartMark(), what, null);
  }

  private IllegalArgumentException wrong(
      @Nullable Mark mark, String what, @Nullable Throwable cause) {
    return new IllegalArgumentException(place(mark) + ": " + what, cause);
  }

  private String place(@Nullable Mark mark) {
    return mark == null ? name : "%s, line %d".formatted(name, mark.getLine() + 1);
  }
}
