package io.vitrine.metadefs.validation;

import io.vitrine.metadefs.namespace.NamespaceName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be validated.
 *
 * @param properties values by name, as the resource has them
 * @param resourceType whose prefixes count
 * @param namespaces whose definitions count; if empty, those associated with the resource type
 */
public record Question(
    Map<String, String> properties, String resourceType, Optional<Set<NamespaceName>> namespaces) {
  public static final String DEFAULT_RESOURCE_TYPE = "OS::Glance::Image";

  public Question {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    namespaces = namespaces.map(Set::copyOf);
  }
}
