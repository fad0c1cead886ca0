/** Turning one format into another as an ordered stream of bytes, without a scratch file. */
@NullMarked
package io.vitrine.diskformats.conversion;

import org.jspecify.annotations.NullMarked;
