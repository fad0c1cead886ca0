package io.vitrine.registry.importing;

import java.time.Duration;
import java.util.Optional;

/**
 * What an operator decides about imports.
 *
 * @param outputFormat what imported images become unless the request says otherwise
 * @param lease how long a worker may be silent before its run counts as dead
 * @param maxAttempts how many runs may die before the task fails
 */
public record ImportRules(Optional<String> outputFormat, Duration lease, int maxAttempts) {}
