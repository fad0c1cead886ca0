package io.vitrine.gateway.identity;

/** The one domain: a realm is one name space of users and projects. */
public final class Domain {
  public static final String ID = "default";
  public static final String NAME = "Default";

  private Domain() {}
}
