package io.vitrine.registry.command;

import java.time.Duration;

/**
 * What the operator says of commands.
 *
 * @param trusted whether a command without a token is believed, since Kafka lets only
 *     administrators write it
 * @param memory for how long a command is known to have been done
 */
public record CommandRules(boolean trusted, Duration memory) {}
