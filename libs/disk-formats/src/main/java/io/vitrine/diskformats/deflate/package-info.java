/** Deflate (RFC 1951), bare or as a zlib stream (RFC 1950), of whole blocks. */
@NullMarked
package io.vitrine.diskformats.deflate;

import org.jspecify.annotations.NullMarked;
