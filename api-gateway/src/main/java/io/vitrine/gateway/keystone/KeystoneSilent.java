package io.vitrine.gateway.keystone;

/** Keystone gives no answer that says anything about the token. Trying again may help. */
public final class KeystoneSilent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeystoneSilent(String reason) {
    super("Keystone: " + reason);
  }

  KeystoneSilent(String reason, Throwable cause) {
    super("Keystone: " + reason, cause);
  }
}
