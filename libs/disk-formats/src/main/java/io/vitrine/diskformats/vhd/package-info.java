/** Reading untrusted VHD images, as Virtual PC, Hyper-V, Xen and Azure write them. */
@NullMarked
package io.vitrine.diskformats.vhd;

import org.jspecify.annotations.NullMarked;
