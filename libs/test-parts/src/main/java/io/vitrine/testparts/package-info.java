/**
 * The real parts that component tests meet, PostgreSQL and an S3 server: in containers where an
 * engine answers, otherwise as processes.
 */
@NullMarked
package io.vitrine.testparts;

import org.jspecify.annotations.NullMarked;
