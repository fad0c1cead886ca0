/** Reading untrusted expandable images of Parallels, Virtuozzo and ploop, by ranged reads. */
@NullMarked
package io.vitrine.diskformats.ploop;

import org.jspecify.annotations.NullMarked;
