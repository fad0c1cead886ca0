package io.vitrine.local.demo;

import java.nio.file.Path;

/**
 * What the demo uploads and what it expects back.
 *
 * @param expected the raw disk that the converted image must equal, byte by byte
 * @param judge where the expected bytes come from, in words
 */
record SourceImage(String name, Path file, String diskFormat, Path expected, String judge) {}
