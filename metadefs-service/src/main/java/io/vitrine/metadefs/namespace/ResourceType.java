package io.vitrine.metadefs.namespace;

import java.time.Instant;

/** A type of resources that definitions can be for; known from its first association on. */
public record ResourceType(String name, Instant createdAt, Instant updatedAt) {}
