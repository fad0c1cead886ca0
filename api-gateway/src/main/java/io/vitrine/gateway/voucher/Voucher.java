package io.vitrine.gateway.voucher;

import java.util.Map;

/**
 * What a voucher says of a caller.
 *
 * @param subject the user's id
 * @param claims further claims, as the realm's tokens have them
 */
public record Voucher(String subject, Map<String, Object> claims) {
  public Voucher {
    claims = Map.copyOf(claims);
  }
}
