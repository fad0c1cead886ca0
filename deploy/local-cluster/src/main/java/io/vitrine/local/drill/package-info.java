/**
 * The proof in containers: replicas come and go under load, and nothing that was answered is lost.
 */
@NullMarked
package io.vitrine.local.drill;

import org.jspecify.annotations.NullMarked;
