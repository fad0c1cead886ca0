/** What a service does so that nobody notices when it stops. */
@NullMarked
package io.vitrine.drain;

import org.jspecify.annotations.NullMarked;
