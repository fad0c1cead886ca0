/**
 * One import, as a worker sees it: claimed at the registry; fetched, unpacked, inspected and
 * converted, each time into a store and from there; brought to more stores; and reported.
 *
 * <p>A run is fenced by its id. It writes to keys of its own and its reports carry its id, so a
 * worker that is killed, or goes on after it lost its lease, harms nobody: the registry releases
 * what it left and gives the task to another run.
 */
@NullMarked
package io.vitrine.worker.importing;

import org.jspecify.annotations.NullMarked;
