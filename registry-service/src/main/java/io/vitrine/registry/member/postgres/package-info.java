/** Members in PostgreSQL. */
@NullMarked
package io.vitrine.registry.member.postgres;

import org.jspecify.annotations.NullMarked;
