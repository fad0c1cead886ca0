/**
 * Fetches what users name by URL. The worker stands inside the cloud, so every address is checked
 * before it is connected to, and the one that was checked is the one that is connected to.
 */
@NullMarked
package io.vitrine.worker.fetch;

import org.jspecify.annotations.NullMarked;
