/**
 * From where images may be fetched: how a URL has to look, and which hosts, ports and addresses are
 * within bounds. The registry asks when a URL comes in, the worker again for every address that it
 * connects to.
 */
@NullMarked
package io.vitrine.remote;

import org.jspecify.annotations.NullMarked;
