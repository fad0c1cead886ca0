/** Follows an import live, as Server-Sent Events tell it, and draws it in the terminal. */
@NullMarked
package io.vitrine.local.watch;

import org.jspecify.annotations.NullMarked;
