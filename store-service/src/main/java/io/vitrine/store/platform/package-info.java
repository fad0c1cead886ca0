/** What every transfer shares: limits, metrics, errors on the wire, health. */
@NullMarked
package io.vitrine.store.platform;

import org.jspecify.annotations.NullMarked;
