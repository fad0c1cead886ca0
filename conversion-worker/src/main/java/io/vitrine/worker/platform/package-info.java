/** What the service as a whole needs: settings, health, metrics, an orderly end. */
@NullMarked
package io.vitrine.worker.platform;

import org.jspecify.annotations.NullMarked;
