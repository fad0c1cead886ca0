/**
 * Keystone's dialect over Keycloak: who signs in how, for what, and what a token still means. The
 * realm holds everything; nothing is kept here that a restart could lose.
 */
@NullMarked
package io.vitrine.gateway.identity;

import org.jspecify.annotations.NullMarked;
