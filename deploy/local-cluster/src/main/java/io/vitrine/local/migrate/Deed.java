package io.vitrine.local.migrate;

/** What a run does about differences. */
public enum Deed {
  /** Away with them. */
  BRING,
  /** Names what it would do. */
  SAY,
  /** Names them. */
  COMPARE
}
