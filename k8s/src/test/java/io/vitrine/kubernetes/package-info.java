/** Holds the manifests to the schemas of what they are given to, to rules, and to their sources. */
@NullMarked
package io.vitrine.kubernetes;

import org.jspecify.annotations.NullMarked;
