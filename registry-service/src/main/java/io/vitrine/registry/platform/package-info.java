/** What the service needs beside its features: settings, leases, readiness, who may call inside. */
@NullMarked
package io.vitrine.registry.platform;

import org.jspecify.annotations.NullMarked;
