/** What happens to a request at the door, step by step. */
@NullMarked
package io.vitrine.gateway.door;

import org.jspecify.annotations.NullMarked;
