/** The one error model: what can go wrong, whose fault it is, and how it is told to a client. */
@NullMarked
package io.vitrine.problem;

import org.jspecify.annotations.NullMarked;
