/** What is drawn for the person at the terminal, and what is left of it in a pipe. */
@NullMarked
package io.vitrine.local.terminal;

import org.jspecify.annotations.NullMarked;
