/** What happens, told to the tools of OpenStack in Glance's words. */
@NullMarked
package io.vitrine.registry.notification;

import org.jspecify.annotations.NullMarked;
