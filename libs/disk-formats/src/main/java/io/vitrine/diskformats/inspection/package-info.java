/** Recognising a format, and refusing a dangerous one, while the bytes flow past. */
@NullMarked
package io.vitrine.diskformats.inspection;

import org.jspecify.annotations.NullMarked;
