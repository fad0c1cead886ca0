/** What the gateway tells machines of the API. */
@NullMarked
package io.vitrine.gateway.document;

import org.jspecify.annotations.NullMarked;
