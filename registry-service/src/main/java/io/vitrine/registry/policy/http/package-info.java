/** Rules that other services ask. */
@NullMarked
package io.vitrine.registry.policy.http;

import org.jspecify.annotations.NullMarked;
