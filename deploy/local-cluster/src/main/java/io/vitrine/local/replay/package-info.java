/** The catalogue once more, from nothing but the facts on Kafka, and whether it is the real one. */
@NullMarked
package io.vitrine.local.replay;

import org.jspecify.annotations.NullMarked;
