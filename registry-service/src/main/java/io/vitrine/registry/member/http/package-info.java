/** Members over HTTP, as the Image API has them. */
@NullMarked
package io.vitrine.registry.member.http;

import org.jspecify.annotations.NullMarked;
