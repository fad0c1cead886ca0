/** What the API says of its own versions. */
@NullMarked
package io.vitrine.gateway.version;

import org.jspecify.annotations.NullMarked;
