/** What the gateway signs where the services cannot verify by themselves who asks. */
@NullMarked
package io.vitrine.gateway.voucher;

import org.jspecify.annotations.NullMarked;
