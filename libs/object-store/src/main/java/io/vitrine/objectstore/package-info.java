/** Image bytes in S3-compatible object storage: uploads in parts, ranged reads, digests. */
@NullMarked
package io.vitrine.objectstore;

import org.jspecify.annotations.NullMarked;
