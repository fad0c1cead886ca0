/** The Identity API v3, as far as clients of an image service ask for it. */
@NullMarked
package io.vitrine.gateway.identity.http;

import org.jspecify.annotations.NullMarked;
