/** Downloads as facts, told when they have ended. */
@NullMarked
package io.vitrine.gateway.download;

import org.jspecify.annotations.NullMarked;
