/** Compressing a disk's blocks, each alone, on as many threads as read the disk. */
@NullMarked
package io.vitrine.diskformats.packing;

import org.jspecify.annotations.NullMarked;
