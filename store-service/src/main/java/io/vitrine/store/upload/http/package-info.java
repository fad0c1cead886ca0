/** PUT of an image's data. */
@NullMarked
package io.vitrine.store.upload.http;

import org.jspecify.annotations.NullMarked;
