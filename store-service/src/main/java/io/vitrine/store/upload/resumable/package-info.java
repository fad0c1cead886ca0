/** Uploads that go on after whatever broke them off; what is known of them lies in the store. */
@NullMarked
package io.vitrine.store.upload.resumable;

import org.jspecify.annotations.NullMarked;
