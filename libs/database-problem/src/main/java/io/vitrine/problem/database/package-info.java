/** What a request is told while its service's database is away. */
@NullMarked
package io.vitrine.problem.database;

import org.jspecify.annotations.NullMarked;
