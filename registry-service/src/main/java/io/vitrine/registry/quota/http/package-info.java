/** Usage and limits over HTTP. */
@NullMarked
package io.vitrine.registry.quota.http;

import org.jspecify.annotations.NullMarked;
