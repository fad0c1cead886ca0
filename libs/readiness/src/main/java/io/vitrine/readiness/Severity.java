package io.vitrine.readiness;

/** How bad a finding is. */
public enum Severity {
  /** The service does not start in production. */
  UNSAFE,
  /** It starts, and says so: safe for a reason that it cannot see, or not wise. */
  DOUBTFUL
}
