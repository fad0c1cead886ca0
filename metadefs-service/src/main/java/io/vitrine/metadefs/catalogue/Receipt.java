package io.vitrine.metadefs.catalogue;

import io.vitrine.metadefs.namespace.NamespaceName;

/**
 * What is remembered of a predefined namespace, though it may be changed or gone since.
 *
 * @param version the newest version of the predefined that it was compared with
 * @param digest of what was loaded
 */
public record Receipt(NamespaceName name, int version, String digest) {}
