package io.vitrine.objectstore;

import java.time.Instant;

/** An upload that has begun and neither been completed nor aborted. */
public record UnfinishedUpload(ObjectKey key, String uploadId, Instant begun) {}
