/** Commands: what is asked of the registry over Kafka, done once and answered. */
@NullMarked
package io.vitrine.registry.command;

import org.jspecify.annotations.NullMarked;
