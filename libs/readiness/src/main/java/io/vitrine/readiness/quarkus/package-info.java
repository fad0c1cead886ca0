/** Looks at the settings of a service before anything of it starts. */
@NullMarked
package io.vitrine.readiness.quarkus;

import org.jspecify.annotations.NullMarked;
