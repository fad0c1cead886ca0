package io.vitrine.metadefs.validation;

import io.vitrine.metadefs.definition.Definition;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.part.MetadataObject;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.PartKind;
import io.vitrine.metadefs.namespace.part.Property;
import io.vitrine.metadefs.validation.Verdict.Flaw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares properties with definitions. Several namespaces may define the same property, each for
 * its own case (one hypervisor or another), so a value has to agree with one of them only.
 */
final class Judge {
  private final Question question;
  private final Map<String, List<Rule>> rules = new HashMap<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  private Judge(Question question) {
    this.question = question;
  }

  static Verdict judge(Question question, List<Namespace> namespaces) {
    Judge judge = new Judge(question);
    namespaces.forEach(judge::learn);
    question.properties().forEach(judge::checkValue);
    namespaces.forEach(judge::checkRequired);
    return new Verdict(judge.flaws, judge.unknown);
  }

  private void learn(Namespace namespace) {
    String prefix = namespace.prefixFor(question.resourceType());
    for (Part<Property> property : namespace.parts().of(PartKind.PROPERTY)) {
      Definition definition = property.content().definition();
      learn(prefix, new Rule(namespace.name(), Optional.empty(), definition));
    }
    for (Part<MetadataObject> object : namespace.parts().of(PartKind.OBJECT)) {
      for (Definition definition : object.content().properties()) {
        learn(prefix, new Rule(namespace.name(), Optional.of(object.name()), definition));
      }
    }
  }

  private void learn(String prefix, Rule rule) {
    String property = prefix + rule.definition().name();
    if (question.properties().containsKey(property)) {
      rules.computeIfAbsent(property, name -> new ArrayList<>()).add(rule);
    }
  }

  private void checkValue(String property, String value) {
    if (!rules.containsKey(property)) {
      unknown.add(property);
      return;
    }
    List<Flaw> found = new ArrayList<>();
    for (Rule rule : rules.get(property)) {
      List<Flaw> flawsByRule = rule.flaws(property, value);
      if (flawsByRule.isEmpty()) {
        return;
      }
      found.addAll(flawsByRule);
    }
    flaws.addAll(found);
  }

  private void checkRequired(Namespace namespace) {
    String prefix = namespace.prefixFor(question.resourceType());
    namespace.parts().of(PartKind.OBJECT).stream()
        .map(Part::content)
        .filter(object -> isUsed(prefix, object))
        .forEach(object -> checkRequired(namespace.name(), prefix, object));
  }

  private boolean isUsed(String prefix, MetadataObject object) {
    return object.properties().stream()
        .anyMatch(definition -> question.properties().containsKey(prefix + definition.name()));
  }

  private void checkRequired(NamespaceName namespace, String prefix, MetadataObject object) {
    object.required().stream()
        .map(prefix::concat)
        .filter(name -> !question.properties().containsKey(name))
        .map(name ->
            new Flaw(
                name,
                namespace,
                Optional.of(object.name()),
                "%s is required where others of %s are used.".formatted(name, object.name())))
        .forEach(flaws::add);
  }

  /** A definition and whose it is. */
  private record Rule(NamespaceName namespace, Optional<String> object, Definition definition) {
    List<Flaw> flaws(String property, String value) {
      return definition.flawsOf(value).stream()
          .map(flaw -> new Flaw(property, namespace, object, "%s %s.".formatted(property, flaw)))
          .toList();
    }
  }
}
