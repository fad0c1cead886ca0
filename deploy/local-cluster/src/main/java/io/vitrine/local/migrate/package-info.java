/**
 * Everything from one Image API into another: what differs between two records and what has to be
 * done about it, the calls on both sides, and the run over all images and namespaces.
 */
@NullMarked
package io.vitrine.local.migrate;

import org.jspecify.annotations.NullMarked;
