/** Which settings are unsafe in production, why, and what to do: rules, and what they find. */
@NullMarked
package io.vitrine.readiness;

import org.jspecify.annotations.NullMarked;
