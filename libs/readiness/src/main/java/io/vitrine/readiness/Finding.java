package io.vitrine.readiness;

/**
 * Something that is not as it should be in production. It names settings, never a secret's value.
 *
 * @param name what an operator calls it when he accepts it
 * @param what the setting and why it is unsafe
 * @param remedy what to do
 */
public record Finding(String name, Severity severity, String what, String remedy) {}
