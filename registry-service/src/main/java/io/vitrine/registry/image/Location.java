package io.vitrine.registry.image;

/** A place of one object. No two objects ever share one. */
public record Location(String store, String key) {}
