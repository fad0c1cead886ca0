package io.vitrine.gateway.identity;

/** What somebody shows to sign in. Secrets stay out of every log. */
public sealed interface Credentials {

  record Password(Reference user, String password) implements Credentials {
    @Override
    public String toString() {
      return "Password[user=" + user + "]";
    }
  }

  record ExistingToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "ExistingToken[]";
    }
  }

  record ApplicationCredentialById(String id, String secret) implements Credentials {
    @Override
    public String toString() {
      return "ApplicationCredentialById[id=" + id + "]";
    }
  }

  record ApplicationCredentialByName(String name, Reference user, String secret)
      implements Credentials {
    @Override
    public String toString() {
      return "ApplicationCredentialByName[name=" + name + ", user=" + user + "]";
    }
  }

  /** A method that is not offered here, or several at once. */
  record Unsupported() implements Credentials {}
}
