/**
 * The stores as an operator writes them down: as settings of a service, and in a file that may
 * change while the service runs. Registry, store-service and workers read the same; each takes what
 * it needs.
 */
@NullMarked
package io.vitrine.stores;

import org.jspecify.annotations.NullMarked;
