package io.vitrine.registry.image.http;

import java.util.List;

/**
 * The ways to import that a new image is told of.
 *
 * @param methods as import requests name them
 */
public record EnabledImports(List<String> methods) {
  public EnabledImports {
    methods = List.copyOf(methods);
  }
}
