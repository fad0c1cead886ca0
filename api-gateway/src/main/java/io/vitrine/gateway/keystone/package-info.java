/** An existing Keystone v3, asked who a token of its own stands for. */
@NullMarked
package io.vitrine.gateway.keystone;

import org.jspecify.annotations.NullMarked;
