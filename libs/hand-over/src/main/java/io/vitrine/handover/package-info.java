/** How the store-service leaves the sending of bytes to the gateway. */
@NullMarked
package io.vitrine.handover;

import org.jspecify.annotations.NullMarked;
