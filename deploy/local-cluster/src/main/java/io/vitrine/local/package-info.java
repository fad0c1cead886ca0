/**
 * The whole cluster on one machine: what its parts are, how each is started, watched and stopped.
 * The command line and the integration tests both start their clusters here.
 */
@NullMarked
package io.vitrine.local;

import org.jspecify.annotations.NullMarked;
