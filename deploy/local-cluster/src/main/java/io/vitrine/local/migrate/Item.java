package io.vitrine.local.migrate;

/**
 * One thing that is to come.
 *
 * @param name for people; empty where it has none
 * @param size of its bytes as far as the list says
 */
record Item(Kind kind, String id, String name, long size) {
  enum Kind {
    IMAGE,
    NAMESPACE
  }
}
