/**
 * What happens, told as it happens: Server-Sent Events made of the facts on Kafka and of what the
 * registry shows the caller.
 */
@NullMarked
package io.vitrine.gateway.live;

import org.jspecify.annotations.NullMarked;
