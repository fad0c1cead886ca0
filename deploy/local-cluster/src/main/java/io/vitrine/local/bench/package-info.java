/** Measures the cluster against references in the same run. */
@NullMarked
package io.vitrine.local.bench;

import org.jspecify.annotations.NullMarked;
