/**
 * Reading disks whose formats keep them in blocks: an image's tables tell where each block is, the
 * rest is the same for all of them.
 */
@NullMarked
package io.vitrine.diskformats.blocks;

import org.jspecify.annotations.NullMarked;
