/** Where the facts go to. */
@NullMarked
package io.vitrine.gateway.download.kafka;

import org.jspecify.annotations.NullMarked;
