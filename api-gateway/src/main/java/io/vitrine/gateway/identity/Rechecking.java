package io.vitrine.gateway.identity;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks Keycloak while somebody's request waits for the answer: with connections of its own and
 * little patience, so that sign-ins do not hold up everybody's requests.
 */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({METHOD, PARAMETER, FIELD})
public @interface Rechecking {}
