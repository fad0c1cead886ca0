/** Who sends a request, by whose word, and with which token it goes on. */
@NullMarked
package io.vitrine.gateway.authentication;

import org.jspecify.annotations.NullMarked;
