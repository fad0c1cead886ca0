/** Reading untrusted qcow2 images by ranged reads, and writing them front to back. */
@NullMarked
package io.vitrine.diskformats.qcow2;

import org.jspecify.annotations.NullMarked;
