package io.vitrine.store.upload;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client says before the first byte.
 *
 * @param size how many bytes will come
 * @param store where they should go
 */
public record Announcement(OptionalLong size, Optional<String> store) {}
