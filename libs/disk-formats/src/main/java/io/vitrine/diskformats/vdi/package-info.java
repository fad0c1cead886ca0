/** Reading untrusted VirtualBox images, by ranged reads. */
@NullMarked
package io.vitrine.diskformats.vdi;

import org.jspecify.annotations.NullMarked;
