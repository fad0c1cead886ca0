package io.vitrine.gateway.identity;

/**
 * A project.
 *
 * @param id never changes; it is what tokens and images carry
 * @param name what people call it; unique, too
 */
public record Project(String id, String name, String description, boolean enabled) {}
