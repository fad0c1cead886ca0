/** Sharing: the projects that an image is shared with, and what they say to it. */
@NullMarked
package io.vitrine.registry.member;

import org.jspecify.annotations.NullMarked;
