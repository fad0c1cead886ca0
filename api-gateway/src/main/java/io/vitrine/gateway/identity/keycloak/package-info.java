/** Keycloak's token endpoints and its admin API. */
@NullMarked
package io.vitrine.gateway.identity.keycloak;

import org.jspecify.annotations.NullMarked;
