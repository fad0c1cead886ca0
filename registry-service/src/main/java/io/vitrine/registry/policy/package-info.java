/** Who may do what: the rules, in the language that operators of Glance write them in. */
@NullMarked
package io.vitrine.registry.policy;

import org.jspecify.annotations.NullMarked;
