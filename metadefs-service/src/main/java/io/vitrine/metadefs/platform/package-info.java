/** What the service needs to run that is no part of its catalogue. */
@NullMarked
package io.vitrine.metadefs.platform;

import org.jspecify.annotations.NullMarked;
