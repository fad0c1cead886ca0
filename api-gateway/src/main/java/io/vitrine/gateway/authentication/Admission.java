package io.vitrine.gateway.authentication;

/**
 * A request that may go on.
 *
 * @param token the token it goes on with
 * @param project the one it acts for; where its token leaves that open, its user in place of one
 * @param byService whether a service acts there, on nobody's behalf
 */
public record Admission(String token, String project, boolean byService) {
  @Override
  public String toString() {
    return "Admission[project=" + project + "]";
  }
}
