package io.vitrine.metadefs.namespace;

/** Through whose eyes namespaces are looked at. */
public record Viewer(String projectId, boolean seesAll) {}
