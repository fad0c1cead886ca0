/** Imports while parts of the cluster are killed and frozen, and what is to be true afterwards. */
@NullMarked
package io.vitrine.local.chaos;

import org.jspecify.annotations.NullMarked;
