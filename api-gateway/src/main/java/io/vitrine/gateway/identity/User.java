package io.vitrine.gateway.identity;

/** Somebody who can sign in. */
public record User(String id, String name, boolean enabled) {}
