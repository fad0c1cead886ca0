package io.vitrine.registry.importing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways in which an image gets its bytes other than by an upload. */
public enum ImportMethod {
  GLANCE_DIRECT,
  WEB_DOWNLOAD,
  GLANCE_DOWNLOAD,
  COPY_IMAGE,
  /** Not asked for by an import request, but by telling where the bytes are. */
  LOCATION;

  /** As import requests and settings name it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The method of that name that an import request may ask for. */
  public static Optional<ImportMethod> named(String wireName) {
    return Arrays.stream(values())
        .filter(method -> method != LOCATION && method.wireName().equals(wireName))
        .findFirst();
  }
}
