/**
 * One import, as a worker sees it: claimed at the registry, inspected, converted from the store
 * into the store, and reported.
 *
 * <p>A run is fenced by its id. It writes to a key of its own and its reports carry its id, so a
 * worker that is killed, or goes on after it lost its lease, harms nobody: the registry releases
 * what it left and gives the task to another run.
 */
@NullMarked
package io.vitrine.worker.importing;

import org.jspecify.annotations.NullMarked;
