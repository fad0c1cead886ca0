/** The facts about uploads, sent to the registry and heard from it. */
@NullMarked
package io.vitrine.store.upload.kafka;

import org.jspecify.annotations.NullMarked;
