/** The releases that the registry decides. */
@NullMarked
package io.vitrine.store.release.kafka;

import org.jspecify.annotations.NullMarked;
