/** The command line of the local cluster: {@code ./vitrine}. */
@NullMarked
package io.vitrine.local.cli;

import org.jspecify.annotations.NullMarked;
