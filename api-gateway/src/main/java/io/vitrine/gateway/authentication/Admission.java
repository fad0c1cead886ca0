package io.vitrine.gateway.authentication;

import java.util.Optional;

/**
 * What an admitted request goes on with.
 *
 * @param token the caller's, or a voucher for him
 * @param serviceToken of the service that goes on with the caller's work
 */
public record Admission(String token, Optional<String> serviceToken) {
  static Admission of(String token) {
    return new Admission(token, Optional.empty());
  }
}
