/** Images: their states and rules, and what tenants and the store may do with them. */
@NullMarked
package io.vitrine.registry.image;

import org.jspecify.annotations.NullMarked;
