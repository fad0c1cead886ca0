/**
 * The service's main job, start to end, on a real disk image, with the bytes compared at the end.
 */
@NullMarked
package io.vitrine.local.demo;

import org.jspecify.annotations.NullMarked;
