/** Where the facts come from. */
@NullMarked
package io.vitrine.gateway.live.kafka;

import org.jspecify.annotations.NullMarked;
