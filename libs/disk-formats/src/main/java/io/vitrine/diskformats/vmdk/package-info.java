/** Reading untrusted VMDK images that are all in one file, by ranged reads. */
@NullMarked
package io.vitrine.diskformats.vmdk;

import org.jspecify.annotations.NullMarked;
