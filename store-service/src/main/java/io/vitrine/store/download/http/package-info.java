/** GET of an image's data. */
@NullMarked
package io.vitrine.store.download.http;

import org.jspecify.annotations.NullMarked;
