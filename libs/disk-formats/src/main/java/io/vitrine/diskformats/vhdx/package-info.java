/** Reading untrusted VHDX images, as Hyper-V writes them. */
@NullMarked
package io.vitrine.diskformats.vhdx;

import org.jspecify.annotations.NullMarked;
