/** Sends an image in as many requests as it takes, by tus. */
@NullMarked
package io.vitrine.local.upload;

import org.jspecify.annotations.NullMarked;
