package io.vitrine.gateway.identity;

/** A request for a token. */
public record SignIn(Credentials credentials, Wanted wanted) {

  /** What the token shall be for. */
  public sealed interface Wanted {
    /** Nothing was said: the user's default project if there is one, else no project. */
    record Default() implements Wanted {}

    record Unscoped() implements Wanted {}

    record OfProject(Reference project) implements Wanted {}

    record OfSystem() implements Wanted {}

    /** Nobody has a role on a domain here. */
    record OfDomain() implements Wanted {}
  }
}
