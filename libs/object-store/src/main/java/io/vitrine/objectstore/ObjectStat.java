package io.vitrine.objectstore;

/**
 * What a store knows of an object without reading it.
 *
 * @param size bytes
 * @param etag the store's own tag of the content
 */
public record ObjectStat(long size, String etag) {}
