package io.vitrine.gateway.identity;

/** How a client names a user or a project. */
public sealed interface Reference {

  record Id(String id) implements Reference {}

  record Name(String name) implements Reference {}

  /** In a domain that does not exist: nobody can be meant. */
  record Elsewhere() implements Reference {}
}
