/** What disks come wrapped in: how to tell, and how to get at the disk without a local copy. */
@NullMarked
package io.vitrine.packed;

import org.jspecify.annotations.NullMarked;
