/** Disk images on this machine and the calls of the Image API about them, for several commands. */
@NullMarked
package io.vitrine.local.images;

import org.jspecify.annotations.NullMarked;
