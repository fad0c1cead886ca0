/** Makes the container images of the services, the same from the same input. */
@NullMarked
package io.vitrine.local.containers;

import org.jspecify.annotations.NullMarked;
