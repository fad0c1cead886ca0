/** Disk image formats: what bytes are, whether they are safe, and how to turn one into another. */
@NullMarked
package io.vitrine.diskformats;

import org.jspecify.annotations.NullMarked;
