/** The files in which an operator changes the rules. Whatever is wrong in one stops the start. */
@NullMarked
package io.vitrine.registry.policy.file;

import org.jspecify.annotations.NullMarked;
